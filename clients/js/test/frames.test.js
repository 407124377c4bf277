/** The frames of docs/PROTOCOL.md: the vectors that the server's tests read too. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeFrame, encodeFrame } from '../cardea.js';
import { fromHex, toHex } from './hex.js';

const file = new URL('../../../core/src/test/resources/vectors/frames.json', import.meta.url);
/** A field that this version does not know; it reads over it. */
const FROM_THE_FUTURE = '4d0378797a';
const vectors = JSON.parse(readFileSync(file, 'utf8'));

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
  if (name === 'ATTACHED') {
    ({ type: plain.type_, schemaHash: plain.schema } = plain);
    delete plain.schemaHash;
  }
  if (name === 'HELLO') {
    const { credential = null, token = null, streams = [], client = '' } = fields;
    Object.assign(plain, { credential, token, streams, client, capabilities: 0n });
  }
  return { fields: { ...json(plain), type }, body: toHex(body ?? new Uint8Array()) };
}

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

for (const { name, frame, body, hex } of vectors.frames) {
  test(`reads ${name}`, () => {
    assert.deepEqual(written(decodeFrame(fromHex(hex))), { fields: frame, body });
  });

  test(`writes ${name}`, () => {
    const known = hex.endsWith(FROM_THE_FUTURE) ? hex.slice(0, -FROM_THE_FUTURE.length) : hex;
    assert.equal(toHex(encodeFrame(decodeFrame(fromHex(hex))).done()), known);
  });
}

for (const { name, hex, kind } of vectors.malformed) {
  test(`refuses ${name}`, () => {
    assert.throws(() => decodeFrame(fromHex(hex)), { code: 'MALFORMED', kind });
  });
}

test('a frame that is cut anywhere is refused or another frame, never a crash', () => {
  for (const { hex } of [...vectors.frames, ...vectors.malformed]) {
    const whole = fromHex(hex);
    for (let end = 0; end < whole.length; end++) {
      try {
        decodeFrame(whole.subarray(0, end));
      } catch (error) {
        assert.equal(error.code, 'MALFORMED');
      }
    }
  }
});
