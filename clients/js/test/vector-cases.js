/**
 * The vectors of docs/PROTOCOL.md, which the server's tests read too, as cases that throw if they
 * do not hold. Runs in Node and in browsers, so it imports nothing of either.
 */
import { Schema, decodeFrame, encodeFrame } from '../cardea.js';
import { fromHex, toHex } from './hex.js';

/** A field that this version does not know; it reads over it. */
const FROM_THE_FUTURE = '4d0378797a';

function same(actual, expected) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(sorted(value)));
  if (a !== b) {
    throw new Error(`is       ${a}\nshould be ${b}`);
  }
}

/** With the fields of objects in one order. */
function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
  }
  return value;
}

function refuses(act, kind) {
  try {
    act();
  } catch (error) {
    same([error.code, error.kind], ['MALFORMED', kind]);
    return;
  }
  throw new Error(`was not refused with ${kind}`);
}

// -- frames --

/** A decoded frame as the vectors write it. */
function written(frame) {
  const { frame: name, body, heartbeat, operation, seq, ...fields } = frame;
  const type = { AUTH: 'Auth', GOAWAY: 'GoAway' }[name] ?? name[0] + name.slice(1).toLowerCase();
  const plain = { ...fields, ...heartbeat };
  if (name === 'EVENT') {
    plain.number = seq === undefined ? (fields.number ?? 0) : seq | 0;
    plain.key ??= 0n;
  } else if (seq !== undefined) {
    plain.seq = seq;
  }
  if (name === 'PATCH') {
    Object.assign(plain, { seq: seq | 0, tick: fields.tick ?? 0n });
  }
  if (name === 'ATTACHED') {
    plain.tickRate ??= 0;
    ({ type: plain.type_, schemaHash: plain.schema } = plain);
    delete plain.schemaHash;
  }
  if (name === 'HELLO') {
    const { credential = null, token = null, streams = [], client = '' } = fields;
    Object.assign(plain, { credential, token, streams, client, capabilities: 0n });
  }
  return { fields: { ...json(plain), type }, body: toHex(body ?? new Uint8Array()) };
}

/** A value as JSON can write it: 64-bit numbers as text, bytes in hex. */
function json(value) {
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (value instanceof Uint8Array) {
    return toHex(value);
  }
  if (Array.isArray(value)) {
    return value.map(json);
  }
  if (value && typeof value === 'object') {
    const entries = Object.entries('position' in value ? stream(value) : value);
    return Object.fromEntries(entries.map(([name, each]) => [name, json(each)]));
  }
  return value;
}

function stream({ owner, epoch, position }) {
  const { seat = 0, seq = 0n } = position ?? {};
  return { owner, position: { epoch, held: position !== null, seat, seq } };
}

/** The cases of frames.json: `[{name, run}]`. */
export function frameCases({ frames, malformed }) {
  const good = frames.flatMap(({ name, frame, body, hex }) => [
    {
      name: `reads ${name}`,
      run: () => same(written(decodeFrame(fromHex(hex))), { fields: frame, body }),
    },
    {
      name: `writes ${name}`,
      run: () => {
        const known = hex.endsWith(FROM_THE_FUTURE) ? hex.slice(0, -FROM_THE_FUTURE.length) : hex;
        same(toHex(encodeFrame(decodeFrame(fromHex(hex))).done()), known);
      },
    },
  ]);
  const bad = malformed.map(({ name, hex, kind }) => ({
    name: `refuses ${name}`,
    run: () => refuses(() => decodeFrame(fromHex(hex)), kind),
  }));
  return [...good, ...bad];
}

// -- values --

const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'];

/** Turns values into JSON as docs/protocol-values.md writes them, or back, by the schema. */
class Json {
  #types;
  #toJson;

  constructor(schema, toJson) {
    this.#types = schema.types;
    this.#toJson = toJson;
  }

  /** A message or an alternative, whose type is said by `$type`. */
  variant(variants, value) {
    const { name, record } = variants.find((each) => each.name === value.$type);
    if (record) {
      return { $type: name, ...this.#record(record, value) };
    }
    const { $type, $bytes, ...bytes } = value;
    const from = $bytes instanceof Uint8Array ? toHex($bytes) : fromHex($bytes ?? '');
    return { $type: name, ...bytes, $bytes: from };
  }

  #record(components, value) {
    const entries = components.map((each) => [each.name, this.#value(each, value[each.name])]);
    return Object.fromEntries(entries);
  }

  #value(type, value) {
    if (value === null) {
      return null;
    }
    switch (type.kind) {
      case 'i64':
        return type.big ? (this.#toJson ? String(value) : BigInt(value)) : value;
      case 'f32':
      case 'f64':
        return this.#real(value);
      case 'bytes':
        return this.#toJson ? toHex(value) : fromHex(value);
      case 'list':
        return value.map((each) => this.#value(type.of, each));
      case 'record':
        return this.#record(this.#types[type.type].record, value);
      case 'union':
        return this.variant(this.#types[type.type].union, value);
      default:
        return value;
    }
  }

  #real(value) {
    if (this.#toJson) {
      return Number.isFinite(value) ? value : String(value);
    }
    return NOT_FINITE.includes(value) ? Number(value) : value;
  }
}

/** Reads and writes the messages of one schema of the vectors. */
class Messages {
  #variants;
  #family;
  #schema;

  constructor(schema) {
    this.#schema = schema;
    this.#variants = schema.families.messages;
    this.#family = new Schema(schema).family('messages');
  }

  read(hex) {
    const { name, value } = this.#family.decode(fromHex(hex));
    const bare = value instanceof Uint8Array ? { $bytes: value } : value;
    return new Json(this.#schema, true).variant(this.#variants, { $type: name, ...bare });
  }

  write(written) {
    const { $type, ...value } = new Json(this.#schema, false).variant(this.#variants, written);
    return toHex(this.#family.encode($type, value.$bytes ?? value));
  }
}

/** The cases of values.json: `[{name, run}]`. */
export function valueCases({ schemas, values, readable, malformed }) {
  const messages = new Map(schemas.map(({ name, schema }) => [name, new Messages(schema)]));
  const of = ({ schema }) => messages.get(schema);
  const reads = [...values, ...readable].map((each) => ({
    name: `reads ${each.name}`,
    run: () => same(of(each).read(each.hex), each.json),
  }));
  const writes = values.map((each) => ({
    name: `writes ${each.name}`,
    run: () => same(of(each).write(each.json), each.hex),
  }));
  // What only the game's own code can refuse is not known here.
  const bad = malformed
    .filter(({ kind }) => kind !== 'REFUSED')
    .map((each) => ({
      name: `refuses ${each.name}`,
      run: () => refuses(() => of(each).read(each.hex), each.kind),
    }));
  return [...reads, ...writes, ...bad];
}
