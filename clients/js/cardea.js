/**
 * Cardea's client for browsers and Node: sessions that survive any cut of their connection.
 *
 *     import { connect } from './cardea.js';
 *
 *     const url = 'ws://localhost:8080/cardea';
 *     const session = await connect({ url, credential: { dev: 'ann' } });
 *     const room = await session.join('chat', 'lobby');
 *     room.on('Line', (line) => console.log(`${line.name}: ${line.text}`));
 *     room.send('Say', { text: 'hello' });
 *
 * The rules of sessions and streams (R1 to R17 in the comments) and the bytes are those of
 * docs/PROTOCOL.md. One module without dependencies, in this order:
 *
 *     1 vocabulary   codes, limits, errors
 *     2 bytes        reader and writer of integers, varints, strings
 *     3 frames       their fields as tables, both ways
 *     4 schema       values of games, driven by the schema that the server prints
 *     5 tables       rows of a room as they are: blocks, whole patches, what changed
 *     6 streams      one owner seen from here: position, inputs, messages, tables
 *     7 requests     correlations, retries, deadlines
 *     8 connection   one transport from opening to closing, heartbeat
 *     9 session      attempts, resume, rooms, what the game sees
 *
 * @module cardea
 */

// ---- 1 vocabulary ------------------------------------------------------------------------------

/** Why a connection was closed. Numbers 600 to 999 are the game's own. */
export const CloseCode = Object.freeze({
  NORMAL: 0,
  GOING_AWAY: 1,
  INTERNAL: 2,
  PROTOCOL_ERROR: 3,
  FRAME_TOO_LARGE: 4,
  VERSION_UNSUPPORTED: 5,
  HANDSHAKE_TIMEOUT: 6,
  IDLE_TIMEOUT: 7,
  SLOW_CONSUMER: 8,
  SUPERSEDED: 9,
  KICKED: 10,
  BANNED: 11,
  SERVER_FULL: 12,
  TOO_MANY_FROM_ADDRESS: 13,
  LOGGED_IN_ELSEWHERE: 14,
  AUTH_FAILED: 401,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
});

/** Why a session is no member of an owner (any more). */
export const GoneReason = Object.freeze({
  NO_SUCH_OWNER: 1,
  NO_SEAT: 2,
  LEFT: 3,
  KICKED: 4,
  ROOM_CLOSED: 5,
  ROOM_FAILED: 6,
  SEAT_EXPIRED: 7,
  RESTARTED: 8,
  FORBIDDEN: 9,
});

/** How a request ended. 600 to 999 are the game's own. */
export const Status = Object.freeze({
  OK: 0,
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  UNKNOWN_ROUTE: 404,
  DEADLINE: 408,
  CONFLICT: 409,
  BUSY: 429,
  CANCELLED: 499,
  FAILED: 500,
  UNAVAILABLE: 503,
  UNKNOWN_OUTCOME: 520,
});

/** Every bound of this client; the server's own come with WELCOME. */
export const Limits = Object.freeze({
  /** Unacknowledged inputs per stream (R17); beyond, send throws. */
  UNACKNOWLEDGED_INPUTS_MAX: 256,
  /** Bytes of unacknowledged inputs per stream (R17). */
  UNACKNOWLEDGED_BYTES_MAX: 64 * 1024,
  /** Requests without an answer; the server remembers as many replies (R14). */
  PENDING_REQUESTS_MAX: 256,
  /** Streams of a session, its agent among them. */
  STREAMS_MAX: 64,
  /** Bytes of a HELLO; streams that do not fit are attached one by one after WELCOME. */
  HELLO_BYTES_MAX: 4096,
  /** Messages kept for a room to which nobody listens yet. */
  HELD_MESSAGES_MAX: 4096,
  /** Bytes written together: one WebSocket message. */
  BATCH_BYTES_MAX: 16 * 1024,
  /** Nesting of values. */
  DEPTH_MAX: 16,
  /** Rows of one table. */
  TABLE_ROWS_MAX: 100_000,
  /** Bytes of all pieces of one patch. */
  PATCH_BYTES_MAX: 64 * 1024 * 1024,
});

const Route = Object.freeze({
  JOIN: 1,
  SCHEMA: 2,
  SERVICES: 3,
  FIND: 4,
  CREATE: 5,
  LIST: 6,
  WATCH: 7,
});
const CLOSE_TEXT_BYTES_MAX = 123;
const TEXT_BYTES_MAX = 256;
const OWNER_BYTES_MAX = 289;
const NAME_BYTES_MAX = 256;
const SCHEME_BYTES_MAX = 16;
const ENDPOINTS_MAX = 8;
const RESUMABLE = 1;
const RETRY = 2;
const PEER_FAULT = 4;

/** What a close code means where the CLOSE frame that says it was lost: the retry flag. */
const RETRIED = new Set([
  CloseCode.GOING_AWAY,
  CloseCode.INTERNAL,
  CloseCode.HANDSHAKE_TIMEOUT,
  CloseCode.IDLE_TIMEOUT,
  CloseCode.SLOW_CONSUMER,
  CloseCode.SERVER_FULL,
  CloseCode.TOO_MANY_FROM_ADDRESS,
  CloseCode.RATE_LIMITED,
  CloseCode.UNAVAILABLE,
]);

function nameOf(registry, number) {
  return Object.keys(registry).find((name) => registry[name] === number) ?? String(number);
}

/**
 * Every failure that this module reports. `code` is for programs, `message` for people:
 *
 * - a name of {@link CloseCode}: the session ended so;
 * - a name of {@link GoneReason}: the room is gone so;
 * - a name of {@link Status} or a game's number as text: the request ended so;
 * - `BACKLOG_FULL`: too much is unacknowledged (R17); nothing was sent;
 * - `BAD_VALUE`: a value does not fit its schema; nothing was sent;
 * - `UNKNOWN_TABLE`: the room has no table of that name;
 * - `MALFORMED`: bytes that are not what they should be;
 * - `STORE_FULL`: the store did not take the session; a reload will not find its newest state;
 * - `CLOSED`: the session or the room is closed; nothing was sent.
 */
export class CardeaError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{status?: number, retryAfterMillis?: number, kind?: string}} [detail]
   */
  constructor(code, message, detail = {}) {
    super(message ? `${code}: ${message}` : code);
    this.name = 'CardeaError';
    this.code = code;
    this.status = detail.status ?? 0;
    this.retryAfterMillis = detail.retryAfterMillis ?? 0;
    this.kind = detail.kind ?? '';
  }
}

/** `kind` is one of TRUNCATED, TOO_LONG, NON_CANONICAL, ... as in the vectors. */
const malformed = (kind, why = '') => new CardeaError('MALFORMED', why || kind, { kind });
const badValue = (why) => new CardeaError('BAD_VALUE', why);

// ---- 2 bytes -----------------------------------------------------------------------------------

const UTF8_OUT = new TextEncoder();

/** Options as the room gets them. */
function toBytes(options) {
  return typeof options === 'string' ? UTF8_OUT.encode(options) : options;
}

/** Labels, as they are on the wire. */
function labelList(labels) {
  return Object.entries(labels).map(([name, value]) => ({ name, value }));
}

function labelMap(labels) {
  return Object.fromEntries(labels.map(({ name, value }) => [name, value]));
}
const UTF8_IN = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const U32_END = 2 ** 32;
const U64_MAX = 2n ** 64n - 1n;
const EMPTY = new Uint8Array(0);

/** Reads big-endian integers, canonical LEB128 varints, UTF-8; throws MALFORMED beyond the end. */
export class ByteReader {
  #bytes;
  #view;
  #at;
  #end;

  /** @param {Uint8Array} bytes */
  constructor(bytes, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#end = end;
  }

  /** Bytes not read yet. */
  get left() {
    return this.#end - this.#at;
  }

  #take(count) {
    if (count > this.#end - this.#at) {
      throw malformed('TRUNCATED');
    }
    const at = this.#at;
    this.#at += count;
    return at;
  }

  u8() {
    return this.#bytes[this.#take(1)];
  }

  u16() {
    return this.#view.getUint16(this.#take(2));
  }

  u24() {
    const at = this.#take(3);
    return this.#view.getUint16(at) * 256 + this.#bytes[at + 2];
  }

  u32() {
    return this.#view.getUint32(this.#take(4));
  }

  /** @returns {bigint} */
  u64() {
    return this.#view.getBigUint64(this.#take(8));
  }

  f32() {
    return this.#view.getFloat32(this.#take(4));
  }

  f64() {
    return this.#view.getFloat64(this.#take(8));
  }

  /** A flag octet: 0 or 1. */
  flag() {
    const flag = this.u8();
    if (flag > 1) {
      throw malformed('RESERVED');
    }
    return flag === 1;
  }

  /** A varint of up to 64 bits. @returns {bigint} */
  varint64() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const octet = this.u8();
      if (shift === 63n && octet > 1) {
        throw malformed('TOO_LONG');
      }
      value |= BigInt(octet & 0x7f) << shift;
      if (octet < 0x80) {
        if (octet === 0 && shift > 0n) {
          throw malformed('NON_CANONICAL');
        }
        return value;
      }
    }
  }

  /** A varint of up to 32 bits, at most `max`. */
  varint(max = U32_END - 1) {
    let value = 0;
    for (let unit = 1, octets = 1; ; unit *= 128, octets++) {
      const octet = this.u8();
      if (octets === 5 && octet > 0x0f) {
        throw malformed('TOO_LONG');
      }
      value += (octet & 0x7f) * unit;
      if (octet < 0x80) {
        if (octet === 0 && octets > 1) {
          throw malformed('NON_CANONICAL');
        }
        if (value > max) {
          throw malformed('OUT_OF_RANGE');
        }
        return value;
      }
    }
  }

  /** A view, not a copy. */
  bytes(count) {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  rest() {
    return this.bytes(this.left);
  }

  /** A varint length, then as much UTF-8; invalid UTF-8 is MALFORMED. */
  text(bytesMax) {
    const length = this.varint();
    if (length > bytesMax) {
      throw malformed('TOO_LONG');
    }
    return utf8(this.bytes(length));
  }

  /** UTF-8 up to the end. */
  restText(bytesMax) {
    if (this.left > bytesMax) {
      throw malformed('TOO_LONG');
    }
    return utf8(this.rest());
  }

  /** A reader of the next `count` bytes, which this one steps over. */
  slice(count) {
    const at = this.#take(count);
    return new ByteReader(this.#bytes, at, at + count);
  }

  /** Throws MALFORMED unless everything was read. */
  end() {
    if (this.left > 0) {
      throw malformed('TRAILING_BYTES');
    }
  }
}

function utf8(bytes) {
  try {
    return UTF8_IN.decode(bytes);
  } catch {
    throw malformed('BAD_UTF8');
  }
}

/** Writes what {@link ByteReader} reads, into bytes that grow as needed. */
export class ByteWriter {
  #bytes;
  #view;
  #size = 0;

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get size() {
    return this.#size;
  }

  #room(count) {
    const at = this.#size;
    this.#size += count;
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#size, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  u8(value) {
    const at = this.#room(1);
    this.#bytes[at] = value;
    return this;
  }

  u16(value) {
    const at = this.#room(2);
    this.#view.setUint16(at, value);
    return this;
  }

  u24(value) {
    return this.u8(value >>> 16).u16(value & 0xffff);
  }

  u32(value) {
    const at = this.#room(4);
    this.#view.setUint32(at, value);
    return this;
  }

  /** @param {bigint} value */
  u64(value) {
    const at = this.#room(8);
    this.#view.setBigUint64(at, BigInt.asUintN(64, value));
    return this;
  }

  f32(value) {
    const at = this.#room(4);
    this.#view.setFloat32(at, value);
    return this;
  }

  f64(value) {
    const at = this.#room(8);
    this.#view.setFloat64(at, value);
    return this;
  }

  flag(value) {
    return this.u8(value ? 1 : 0);
  }

  /** @param {number} value 0 to 2^53-1 */
  varint(value) {
    while (value >= 0x80) {
      this.u8((value % 128) | 0x80);
      value = Math.floor(value / 128);
    }
    return this.u8(value);
  }

  /** @param {bigint} value 0 to 2^64-1 */
  varint64(value) {
    while (value >= 0x80n) {
      this.u8(Number(value & 0x7fn) | 0x80);
      value >>= 7n;
    }
    return this.u8(Number(value));
  }

  bytes(bytes) {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  text(text) {
    const bytes = UTF8_OUT.encode(text);
    return this.varint(bytes.length).bytes(bytes);
  }

  restText(text) {
    return this.bytes(UTF8_OUT.encode(text));
  }

  /** What was written; a view until the next write. */
  done() {
    return this.#bytes.subarray(0, this.#size);
  }
}

// ---- 3 frames ----------------------------------------------------------------------------------

/** How one field is read and written, given the fields before it; LAYOUTS is made of these. */
const field = (read, write) => ({ read, write });
const U8 = field(
  (in_) => in_.u8(),
  (out, v) => out.u8(v),
);
const U16 = field(
  (in_) => in_.u16(),
  (out, v) => out.u16(v),
);
const U32 = field(
  (in_) => in_.u32(),
  (out, v) => out.u32(v),
);
const U64 = field(
  (in_) => in_.u64(),
  (out, v) => out.u64(v),
);
const ONE = field(
  (in_) => {
    if (in_.u8() !== 1) {
      throw malformed('UNKNOWN_ID');
    }
    return 1;
  },
  (out) => out.u8(1),
);
const FLAG = field(
  (in_) => in_.flag(),
  (out, v) => out.flag(v),
);
const VARINT = field(
  (in_) => in_.varint(),
  (out, v) => out.varint(v),
);
const LONG = field(
  (in_) => in_.varint64(),
  (out, v) => out.varint64(BigInt(v)),
);
const REST = field(
  (in_) => in_.rest(),
  (out, v) => out.bytes(v),
);
const text = (max) =>
  field(
    (in_) => in_.text(max),
    (out, v) => out.text(v),
  );
const restText = (max) =>
  field(
    (in_) => in_.restText(max),
    (out, v) => out.restText(v),
  );
/** The flags of PATCH, as its field `more`; `tick` is 0n from here on if it follows, else null. */
const PATCH_MORE = field(
  (in_, frame) => {
    const flags = in_.u8();
    if (flags > 3) {
      throw malformed('RESERVED');
    }
    frame.tick = flags > 1 ? 0n : null;
    return flags % 2 === 1;
  },
  (out, more, { tick }) => out.u8((more ? 1 : 0) + (tick === null ? 0 : 2)),
);
const PATCH_TICK = field(
  (in_, { tick }) => (tick === null ? null : in_.varint64()),
  (out, tick) => tick === null || out.varint64(BigInt(tick)),
);
const listOf = (max, item) =>
  field(
    (in_) => {
      const count = in_.varint(max);
      return Array.from({ length: count }, () => item.read(in_));
    },
    (out, list) => {
      out.varint(list.length);
      list.forEach((each) => item.write(out, each));
    },
  );
const struct = (...rows) =>
  field(
    (in_) => readRows(in_, rows, {}),
    (out, v) => writeRows(out, rows, v),
  );

/** TLVs to the end: tag, length, value. Unknown tags are skipped: so new ones may come. */
function readTlvs(in_, rows, into) {
  const seen = new Set();
  while (in_.left > 0) {
    const tag = in_.varint();
    const value = in_.slice(in_.varint());
    if (seen.has(tag)) {
      throw malformed('DUPLICATE');
    }
    seen.add(tag);
    if (rows[tag]) {
      const [name, kind] = rows[tag];
      into[name] = kind.read(value);
      value.end();
    }
  }
  return into;
}

function writeTlvs(out, rows, from) {
  for (const [tag, [name, kind]] of Object.entries(rows)) {
    if (from[name] !== undefined) {
      const value = new ByteWriter();
      kind.write(value, from[name]);
      out.varint(Number(tag)).varint(value.size).bytes(value.done());
    }
  }
}

/** Fields one after the other; a row without a name is a table of TLVs, always the last one. */
function readRows(in_, rows, into) {
  for (const [name, kind] of rows) {
    if (name === null) {
      readTlvs(in_, kind, into);
    } else {
      into[name] = kind.read(in_, into);
    }
  }
  return into;
}

function writeRows(out, rows, from) {
  for (const [name, kind] of rows) {
    if (name === null) {
      writeTlvs(out, kind, from);
    } else {
      kind.write(out, from[name], from);
    }
  }
}

/** Owner, newest epoch ever seen (R9) and, unless it is NONE, seat and last seq. */
const STREAM = field(
  (in_) => {
    const stream = { owner: in_.text(OWNER_BYTES_MAX), epoch: in_.u64(), position: null };
    if (in_.flag()) {
      stream.position = { seat: in_.varint(), seq: in_.u64() };
    }
    return stream;
  },
  (out, { owner, epoch, position }) => {
    out
      .text(owner)
      .u64(epoch)
      .flag(position !== null);
    if (position !== null) {
      out.varint(position.seat).u64(position.seq);
    }
  },
);

const HELLO_TLVS = {
  1: ['credential', struct(['scheme', text(SCHEME_BYTES_MAX)], ['proof', REST])],
  2: ['token', REST],
  3: ['streams', listOf(Limits.STREAMS_MAX, STREAM)],
  4: ['client', text(256)],
  5: ['capabilities', LONG],
};

const WELCOME_TLVS = {
  1: ['session', REST],
  2: ['token', REST],
  3: ['tokenLifetimeSeconds', VARINT],
  4: ['serverMicros', U64],
  5: ['heartbeat', struct(['pingIntervalMillis', VARINT], ['idleTimeoutMillis', VARINT])],
  6: [
    'limits',
    struct(
      ['frameInBytesMax', VARINT],
      ['frameOutBytesMax', VARINT],
      ['messagesPerSecond', VARINT],
      ['messageBurst', VARINT],
      ['bytesPerSecond', VARINT],
      ['byteBurst', VARINT],
    ),
  ],
  7: ['account', text(NAME_BYTES_MAX)],
  8: ['name', text(NAME_BYTES_MAX)],
  9: ['gateway', text(NAME_BYTES_MAX)],
};

const ATTACHED_TLVS = {
  1: ['tickRate', VARINT],
};

/** Type number and fields of every frame, in the order of the wire. */
const LAYOUTS = {
  HELLO: [1, ['attempt', U32], [null, HELLO_TLVS]],
  WELCOME: [2, [null, WELCOME_TLVS]],
  AUTH: [3, ['operation', ONE], ['tokenLifetimeSeconds', VARINT], ['token', REST]],
  PING: [4, ['t0', U64]],
  PONG: [5, ['t0', U64], ['t1', U64], ['holdMicros', U32]],
  CLOSE: [
    6,
    ['code', U16],
    ['flags', U8],
    ['retryAfterMillis', U32],
    ['text', restText(CLOSE_TEXT_BYTES_MAX)],
  ],
  GOAWAY: [
    7,
    ['code', U16],
    ['afterMillis', U32],
    ['deadlineMillis', U32],
    ['endpoints', listOf(ENDPOINTS_MAX, text(256))],
  ],
  INPUT: [8, ['channel', VARINT], ['base', FLAG], ['seat', U8], ['n', U32], ['body', REST]],
  EVENT: [9, ['channel', VARINT], ['seq', U32], ['body', REST]],
  STATE: [10, ['channel', VARINT], ['last', FLAG], ['seq', U64], ['body', REST]],
  PATCH: [
    11,
    ['channel', VARINT],
    ['more', PATCH_MORE],
    ['seq', U32],
    ['tick', PATCH_TICK],
    ['body', REST],
  ],
  ATTACHED: [
    12,
    ['channel', VARINT],
    ['fresh', FLAG],
    ['owner', text(OWNER_BYTES_MAX)],
    ['type', text(OWNER_BYTES_MAX)],
    ['epoch', U64],
    ['seat', VARINT],
    ['seq', U64],
    ['applied', U32],
    ['schemaHash', U64],
    ['tick', LONG],
    ['serverMicros', U64],
    [null, ATTACHED_TLVS],
  ],
  APPLIED: [13, ['channel', VARINT], ['seat', U8], ['n', U32]],
  REQUEST: [
    14,
    ['correlation', U32],
    ['retry', FLAG],
    ['deadlineMillis', VARINT],
    ['route', VARINT],
    ['body', REST],
  ],
  REPLY: [15, ['correlation', U32], ['status', U16], ['retryAfterMillis', VARINT], ['body', REST]],
  ATTACH: [16, ['stream', STREAM]],
  GONE: [
    17,
    ['owner', text(OWNER_BYTES_MAX)],
    ['reason', U16],
    ['text', restText(CLOSE_TEXT_BYTES_MAX)],
  ],
  CANCEL: [18, ['correlation', U32]],
  FAULT: [
    19,
    ['code', U16],
    ['ref', U32],
    ['retryAfterMillis', U32],
    ['text', restText(TEXT_BYTES_MAX)],
  ],
};

/** EVENT has three forms, by the delivery bits of its head. */
const EVENT_LAYOUTS = {
  reliable: LAYOUTS.EVENT.slice(1),
  latest: [
    ['channel', VARINT],
    ['key', LONG],
    ['number', U16],
    ['body', REST],
  ],
  unreliable: [
    ['channel', VARINT],
    ['body', REST],
  ],
};
const DELIVERIES = ['reliable', 'latest', 'unreliable'];
const EVENT_TYPE = 9;
const EXTENDED_BIT = 4;
const NAMES_BY_TYPE = new Map(Object.entries(LAYOUTS).map(([name, [type]]) => [type, name]));

/**
 * Reads one frame, without its record's length.
 * @param {Uint8Array} bytes
 * @returns {{frame: string, [field: string]: any}}
 */
export function decodeFrame(bytes) {
  const in_ = new ByteReader(bytes);
  const head = in_.u8();
  const low = head & 0x0f;
  if (head >>> 4 === EVENT_TYPE) {
    return decodeEvent(in_, low);
  }
  if (low !== 0 && head !== EXTENDED_BIT) {
    throw malformed('RESERVED');
  }
  const type = low === 0 ? head >>> 4 : in_.varint();
  const name = NAMES_BY_TYPE.get(type);
  if (!name || (low !== 0 && type < 16)) {
    throw malformed('UNKNOWN_ID', `frame ${type}`);
  }
  const frame = readRows(in_, LAYOUTS[name].slice(1), { frame: name });
  in_.end();
  if (name === 'HELLO' && (frame.credential === undefined) === (frame.token === undefined)) {
    throw malformed('OUT_OF_RANGE', 'exactly one of credential and token');
  }
  return frame;
}

function decodeEvent(in_, low) {
  const delivery = DELIVERIES[low];
  if (!delivery) {
    throw malformed('RESERVED');
  }
  return readRows(in_, EVENT_LAYOUTS[delivery], { frame: 'EVENT', delivery });
}

/** Writes one frame, without its record's length. */
export function encodeFrame(frame, out = new ByteWriter()) {
  const [type, ...rows] = LAYOUTS[frame.frame];
  if (type === EVENT_TYPE) {
    out.u8((type << 4) | DELIVERIES.indexOf(frame.delivery));
    writeRows(out, EVENT_LAYOUTS[frame.delivery], frame);
    return out;
  }
  if (type < 16) {
    out.u8(type << 4);
  } else {
    out.u8(EXTENDED_BIT).varint(type);
  }
  writeRows(out, rows, frame);
  return out;
}

/** A record: u24 length, frame. */
function encodeRecord(frame) {
  const body = encodeFrame(frame).done();
  return new ByteWriter(body.length + 3).u24(body.length).bytes(body).done();
}

/** Calls `each` with every frame of the whole records in `bytes`. */
function forEachRecord(bytes, frameBytesMax, each) {
  const in_ = new ByteReader(bytes);
  while (in_.left > 0) {
    const length = in_.u24();
    if (length > frameBytesMax) {
      throw new CardeaError('FRAME_TOO_LARGE', `a frame of ${length} bytes`);
    }
    each(in_.bytes(length));
  }
}

// ---- 4 schema ----------------------------------------------------------------------------------

const SCHEMA_FORM = 1;
const I64_MIN = -(2n ** 63n);
const I64_MAX = 2n ** 63n - 1n;

/** How one type is read and written. `at` names the place in a value, for who has to find it. */
const kind = (read, write) => ({ read, write });

function whole(value, min, max, at) {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw badValue(`${at}: a whole number from ${min} to ${max}, not ${String(value)}`);
  }
  return value;
}

const BOOL = kind(
  (in_) => {
    const octet = in_.u8();
    if (octet > 1) {
      throw malformed('OUT_OF_RANGE');
    }
    return octet === 1;
  },
  (out, value, at) => {
    if (typeof value !== 'boolean') {
      throw badValue(`${at}: true or false, not ${String(value)}`);
    }
    out.flag(value);
  },
);

const I8 = kind(
  (in_) => (in_.u8() << 24) >> 24,
  (out, value, at) => out.u8(whole(value, -128, 127, at) & 0xff),
);

/** A zigzag varint of 16 or 32 bits. */
function smallInt(bits) {
  const max = 2 ** (bits - 1) - 1;
  return kind(
    (in_) => {
      const code = in_.varint();
      if (code > 2 * max + 1) {
        throw malformed('OUT_OF_RANGE');
      }
      return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    },
    (out, value, at) => {
      const n = whole(value, -max - 1, max, at);
      out.varint(n >= 0 ? n * 2 : -n * 2 - 1);
    },
  );
}

/** A zigzag varint of 64 bits: all of them as a BigInt, or what a number holds exactly. */
function longInt(big) {
  const max = big ? I64_MAX : BigInt(Number.MAX_SAFE_INTEGER);
  const min = big ? I64_MIN : -max;
  return kind(
    (in_) => {
      const code = in_.varint64();
      const value = code % 2n === 0n ? code / 2n : -(code + 1n) / 2n;
      if (value < min || value > max) {
        throw malformed('OUT_OF_RANGE');
      }
      return big ? value : Number(value);
    },
    (out, value, at) => {
      if (big ? typeof value !== 'bigint' : !Number.isSafeInteger(value)) {
        throw badValue(`${at}: ${big ? 'a BigInt' : 'a whole number'}, not ${String(value)}`);
      }
      const n = BigInt(value);
      if (n < min || n > max) {
        throw badValue(`${at}: 64 bits, not ${n}`);
      }
      out.varint64(n >= 0n ? n * 2n : -n * 2n - 1n);
    },
  );
}

function real(bits, nonFinite) {
  const rounded = bits === 32 ? Math.fround : (value) => value;
  return kind(
    (in_) => {
      const value = bits === 32 ? in_.f32() : in_.f64();
      if (!nonFinite && !Number.isFinite(value)) {
        throw malformed('NOT_FINITE');
      }
      return value;
    },
    (out, value, at) => {
      if (typeof value !== 'number' || (!nonFinite && !Number.isFinite(rounded(value)))) {
        throw badValue(`${at}: a finite number, not ${String(value)}`);
      }
      bits === 32 ? out.f32(value) : out.f64(value);
    },
  );
}

/** The number of a step above `min`; what is outside of the range is clamped. */
function quantized({ kind: name, step, min, indexMax }) {
  const rounded = name === 'q32' ? Math.fround : (value) => value;
  return kind(
    (in_) => rounded(min + in_.varint(indexMax) * step),
    (out, value, at) => {
      if (typeof value !== 'number' || Number.isNaN(value)) {
        throw badValue(`${at}: a number, not ${String(value)}`);
      }
      const index = Math.floor((rounded(value) - min) / step + 0.5);
      out.varint(Math.min(Math.max(index, 0), indexMax));
    },
  );
}

function textUpTo(bytesMax) {
  return kind(
    (in_) => in_.text(bytesMax),
    (out, value, at) => {
      if (typeof value !== 'string') {
        throw badValue(`${at}: a text, not ${String(value)}`);
      }
      const bytes = UTF8_OUT.encode(value);
      if (bytes.length > bytesMax) {
        throw badValue(`${at}: ${bytes.length} bytes of UTF-8, at most ${bytesMax}`);
      }
      out.varint(bytes.length).bytes(bytes);
    },
  );
}

function bytesUpTo(bytesMax) {
  return kind(
    (in_) => {
      const count = in_.varint();
      if (count > bytesMax) {
        throw malformed('TOO_LONG');
      }
      return in_.bytes(count).slice();
    },
    (out, value, at) => {
      if (!(value instanceof Uint8Array) || value.length > bytesMax) {
        throw badValue(`${at}: a Uint8Array of at most ${bytesMax} bytes`);
      }
      out.varint(value.length).bytes(value);
    },
  );
}

function itemsUpTo(countMax, element) {
  return kind(
    (in_, depth) => {
      const count = in_.varint();
      if (count > countMax) {
        throw malformed('TOO_LONG');
      }
      if (count > in_.left) {
        throw malformed('TRUNCATED'); // nothing is allocated that cannot be there
      }
      return Array.from({ length: count }, () => element.read(in_, depth));
    },
    (out, value, at, depth) => {
      if (!Array.isArray(value) || value.length > countMax) {
        throw badValue(`${at}: an array of at most ${countMax} elements`);
      }
      out.varint(value.length);
      value.forEach((each, i) => element.write(out, each, `${at}[${i}]`, depth));
    },
  );
}

function enumOf(constants) {
  return kind(
    (in_) => {
      const constant = constants[in_.varint()];
      if (constant === undefined) {
        throw malformed('UNKNOWN_ENUM');
      }
      return constant;
    },
    (out, value, at) => {
      const index = constants.indexOf(value);
      if (index < 0) {
        throw badValue(`${at}: one of ${constants.join(', ')}, not ${String(value)}`);
      }
      out.varint(index);
    },
  );
}

/** A value that may be absent: an octet says whether it is there. */
function optional(inner) {
  return kind(
    (in_, depth) => (BOOL.read(in_) ? inner.read(in_, depth) : null),
    (out, value, at, depth) => {
      const present = value !== null && value !== undefined;
      out.flag(present);
      if (present) {
        inner.write(out, value, at, depth);
      }
    },
  );
}

/** The components of a record, up to the end of the reader: what is behind them is newer. */
function recordOf(components) {
  return kind(
    (in_, depth) => {
      const value = {};
      for (const { name, type, fallback } of components) {
        const missing = in_.left === 0 && fallback !== undefined;
        value[name] = missing ? fallback : type.read(in_, depth);
      }
      in_.rest();
      return value;
    },
    (out, value, at, depth) => {
      if (value === null || typeof value !== 'object') {
        throw badValue(`${at}: an object, not ${String(value)}`);
      }
      for (const { name, type, fallback } of components) {
        const given = value[name] === undefined ? fallback : value[name];
        type.write(out, given, `${at}.${name}`, depth);
      }
    },
  );
}

/** A record within another value: behind its length, so that it may grow. */
function nested(record) {
  return kind(
    (in_, depth) => {
      const inner = in_.slice(in_.varint());
      if (depth >= Limits.DEPTH_MAX) {
        throw malformed('TOO_DEEP');
      }
      return record().read(inner, depth + 1);
    },
    (out, value, at, depth) => {
      if (depth >= Limits.DEPTH_MAX) {
        throw badValue(`${at}: nested deeper than ${Limits.DEPTH_MAX}`);
      }
      const inner = new ByteWriter();
      record().write(inner, value, at, depth + 1);
      out.varint(inner.size).bytes(inner.done());
    },
  );
}

/** One of several records: its id, then the record; the object says which by `$type`. */
function unionOf(variants) {
  return kind(
    (in_, depth) => {
      const id = in_.varint();
      const variant = variants().find((each) => each.id === id);
      if (!variant) {
        throw malformed('UNKNOWN_ID');
      }
      return { $type: variant.name, ...nested(() => variant.body).read(in_, depth) };
    },
    (out, value, at, depth) => {
      const variant = variants().find(({ name }) => name === value?.$type);
      if (!variant) {
        const names = variants().map(({ name }) => name);
        throw badValue(`${at}.$type: one of ${names.join(', ')}, not ${String(value?.$type)}`);
      }
      out.varint(variant.id);
      nested(() => variant.body).write(out, value, `${at}.${variant.name}`, depth);
    },
  );
}

const RAW = kind(
  (in_) => in_.rest().slice(),
  (out, value, at) => {
    if (!(value instanceof Uint8Array)) {
      throw badValue(`${at}: a Uint8Array`);
    }
    out.bytes(value);
  },
);

/** Messages of one family: varint id, body. */
class Family {
  #byId;
  #byName;

  constructor(variants) {
    this.#byId = new Map(variants.map((variant) => [variant.id, variant]));
    this.#byName = new Map(variants.map((variant) => [variant.name, variant]));
  }

  /** The first message without its id before it, as requests and replies carry it. */
  get only() {
    const [{ name, body }] = this.#byId.values();
    const encode = (value) => {
      const out = new ByteWriter();
      body.write(out, value, name, 1);
      return out.done();
    };
    return { name, encode, decode: (bytes) => body.read(new ByteReader(bytes), 1) };
  }

  /** @param {string | number} message name or id */
  encode(message, value) {
    const variant = this.#byName.get(message) ?? this.#byId.get(message);
    if (!variant) {
      throw badValue(`no message ${message}; there is ${[...this.#byName.keys()].join(', ')}`);
    }
    const out = new ByteWriter().varint(variant.id);
    variant.body.write(out, value, variant.name, 1);
    return out.done();
  }

  /** @returns {{name: string, id: number, value: any}} */
  decode(bytes) {
    const in_ = new ByteReader(bytes);
    const variant = this.#byId.get(in_.varint());
    if (!variant) {
      throw malformed('UNKNOWN_ID');
    }
    const { name, id, body } = variant;
    return { name, id, value: body.read(in_, 1) };
  }
}

/**
 * The values of some message families, as the server's schema JSON describes them
 * (docs/protocol-values.md). In JavaScript a record is an object by the names of its components, a
 * member of a union has its name as `$type` besides, an enum's constant is its name, a list an
 * array, bytes are a Uint8Array, what is absent is null; a `long` is a number, or a BigInt where
 * the schema says so, and so is a number never wrong.
 */
export class Schema {
  #json;
  #families = new Map();
  #types = new Map();

  /** @param {any} json the parsed text */
  constructor(json) {
    if (json?.cardea !== SCHEMA_FORM) {
      throw malformed('UNKNOWN_ID', 'a schema of another form');
    }
    this.#json = json;
    for (const [name, variants] of Object.entries(json.families)) {
      this.#families.set(name, new Family(this.#variants(variants)));
    }
  }

  /** Messages of one family; an empty one if the schema has none of that name. */
  family(name) {
    return this.#families.get(name) ?? new Family([]);
  }

  /** What rows are made of: `[{id, name, components}]`, of the family `tables`. */
  tables() {
    const { tables = [] } = this.#json.families;
    return tables
      .filter(({ record }) => record)
      .map(({ id, name, record }) => ({ id, name, components: this.#components(record) }));
  }

  #variants(variants) {
    return variants.map((variant) => {
      const { id, name, record } = variant;
      return { id, name, body: record ? recordOf(this.#components(record)) : RAW };
    });
  }

  #components(components) {
    return components.map((component) => {
      const inner = this.#type(component);
      const type = component.optional ? optional(inner) : inner;
      return { name: component.name, type, fallback: this.#fallback(component) };
    });
  }

  /** What a component is that an older peer does not send; undefined if it must be there. */
  #fallback({ kind: name, big, default: fallback }) {
    if (fallback === undefined || fallback === null) {
      return fallback;
    }
    if (name === 'bytes') {
      return EMPTY;
    }
    return big ? BigInt(fallback) : fallback;
  }

  #type(type) {
    switch (type.kind) {
      case 'bool':
        return BOOL;
      case 'i8':
        return I8;
      case 'i16':
      case 'i32':
        return smallInt(Number(type.kind.slice(1)));
      case 'i64':
        return longInt(type.big ?? false);
      case 'f32':
      case 'f64':
        return real(Number(type.kind.slice(1)), type.nonFinite ?? false);
      case 'q32':
      case 'q64':
        return quantized(type);
      case 'text':
        return textUpTo(type.max);
      case 'bytes':
        return bytesUpTo(type.max);
      case 'list':
        return itemsUpTo(type.max, this.#type(type.of));
      case 'enum':
        return enumOf(this.#json.types[type.type].enum);
      case 'record':
        return nested(() => this.#record(type.type));
      case 'union':
        return unionOf(() => this.#union(type.type));
      default:
        throw malformed('UNKNOWN_ID', `no kind of value: ${type.kind}`);
    }
  }

  /** Types are made when first needed: they may hold themselves. */
  #record(name) {
    return this.#once(name, ({ record }) => recordOf(this.#components(record)));
  }

  #union(name) {
    return this.#once(name, ({ union }) => this.#variants(union));
  }

  #once(name, make) {
    if (!this.#types.has(name)) {
      this.#types.set(name, make(this.#json.types[name]));
    }
    return this.#types.get(name);
  }
}

/** A body of which no schema is known: its bytes. */
const BYTES_ALONE = { name: '', encode: (bytes) => bytes, decode: (bytes) => bytes.slice() };

/** The routes of a server's services, as the reply of route 3 lists them. */
class Services {
  #routes;

  constructor({ routes }) {
    this.#routes = routes.map(({ route, asks, answers }) => {
      const [ask, answer] = [asks, answers].map((json) =>
        json ? new Schema(json).family('record').only : BYTES_ALONE,
      );
      return { route, name: ask.name, encode: ask.encode, decode: answer.decode };
    });
  }

  /** @param {string | number} wanted a route's number, or the name of what it is asked */
  find(wanted) {
    const found = this.#routes.filter(({ route, name }) => route === wanted || name === wanted);
    if (found.length !== 1) {
      const why = found.length === 0 ? 'no service has' : 'several services have';
      throw failure(Status.UNKNOWN_ROUTE, `${why} the route ${wanted}`);
    }
    return found[0];
  }
}

// ---- 5 tables ----------------------------------------------------------------------------------

const PUT = 0;
const CHANGE = 1;
const REMOVE = 2;
const KEY = longInt(false);

/** Named listeners. One that throws is reported by itself and disturbs nobody. */
class Emitter {
  #listeners = new Map();
  #report;

  constructor(report) {
    this.#report = report;
  }

  /**
   * Calls `listener` at every `name` from now on.
   * @returns {() => void} ends it
   */
  on(name, listener) {
    if (!this.#listeners.has(name)) {
      this.#listeners.set(name, new Set());
    }
    this.#listeners.get(name).add(listener);
    return () => this.off(name, listener);
  }

  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
  }

  /** @returns {boolean} whether somebody listened */
  _emit(name, ...details) {
    const listeners = this.#listeners.get(name);
    for (const listener of listeners ? [...listeners] : []) {
      try {
        listener(...details);
      } catch (error) {
        this.#report(error);
      }
    }
    return (listeners?.size ?? 0) > 0;
  }
}

/** A value that nobody changes by mistake; bytes are what JavaScript cannot freeze. */
function frozen(value) {
  if (value !== null && typeof value === 'object' && !(value instanceof Uint8Array)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** Whether two values of one type are equal. */
function same(one, other) {
  if (Object.is(one, other)) {
    return true;
  }
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    return false;
  }
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => same(one[name], other[name]))
  );
}

/** What has become of a row: an event's name and details, or null. */
function difference(key, before, now) {
  if (now === undefined) {
    return before === undefined ? null : ['remove', key, before];
  }
  if (before === undefined) {
    return ['put', key, now];
  }
  return same(before, now) ? null : ['change', key, now, before];
}

/**
 * Rows by key, and by the slots that the server knows them by. What changes is noted until it is
 * settled, or undone. Nothing is as large as a slot or a count says: both are the server's.
 */
class Rows {
  #byKey = new Map();
  #keys = new Map();
  #before = new Map();

  get size() {
    return this.#byKey.size;
  }

  get(key) {
    return this.#byKey.get(key)?.row;
  }

  keys() {
    return this.#byKey.keys();
  }

  /** The row in that slot, which must be there. */
  at(slot) {
    const key = this.#keys.get(slot);
    if (key === undefined) {
      throw malformed('OUT_OF_RANGE', `a change of slot ${slot}, where nothing is`);
    }
    return { key, row: this.get(key) };
  }

  put(slot, key, row) {
    if (this.#keys.get(slot) !== key) {
      this.remove(slot, 1);
    }
    const known = this.#byKey.get(key);
    if (!known && this.#byKey.size >= Limits.TABLE_ROWS_MAX) {
      throw malformed('TOO_LONG', `more than ${Limits.TABLE_ROWS_MAX} rows`);
    }
    if (known && known.slot !== slot) {
      this.#keys.delete(known.slot); // a key is in one place
    }
    this.#note(key, known);
    this.#byKey.set(key, { slot, row });
    this.#keys.set(slot, key);
  }

  /** Empties `count` slots; those that are empty stay so. */
  remove(first, count) {
    if (count > this.#keys.size) {
      const inside = [...this.#keys.keys()].filter((s) => s >= first && s < first + count);
      inside.sort((a, b) => a - b).forEach((slot) => this.#empty(slot));
      return;
    }
    for (let slot = first; slot < first + count; slot++) {
      this.#empty(slot);
    }
  }

  #empty(slot) {
    const key = this.#keys.get(slot);
    if (key !== undefined) {
      this.#note(key, this.#byKey.get(key));
      this.#keys.delete(slot);
      this.#byKey.delete(key);
    }
  }

  #note(key, entry) {
    if (!this.#before.has(key)) {
      this.#before.set(key, entry);
    }
  }

  /** What changed since the last time, one event per key. Rows that are equal stay the same. */
  settle() {
    const told = [];
    for (const [key, before] of this.#before) {
      const event = difference(key, before?.row, this.get(key));
      if (event) {
        told.push(event);
      } else if (before) {
        this.#byKey.get(key).row = before.row;
      }
    }
    this.#before.clear();
    return told;
  }

  /** All is as it was when it was last settled. */
  undo() {
    for (const key of this.#before.keys()) {
      this.#keys.delete(this.#byKey.get(key)?.slot);
      this.#byKey.delete(key);
    }
    for (const [key, entry] of this.#before) {
      if (entry) {
        this.#byKey.set(key, entry);
        this.#keys.set(entry.slot, key);
      }
    }
    this.#before.clear();
  }

  /** What the change from `older` to this one is, when this one stands in its place. */
  settleAfter(older) {
    this.#before.clear();
    const removed = [...older.keys()].filter((key) => !this.#byKey.has(key));
    const told = removed.map((key) => ['remove', key, older.get(key)]);
    for (const [key, entry] of this.#byKey) {
      const event = difference(key, older.get(key), entry.row);
      if (event) {
        told.push(event);
      } else {
        entry.row = older.get(key);
      }
    }
    return told;
  }
}

/** Blocks up to the end of a body; `types` has the components and rows of each table. */
function readBlocks(body, types) {
  const in_ = new ByteReader(body);
  while (in_.left > 0) {
    const type = types.get(in_.varint());
    if (!type) {
      throw malformed('UNKNOWN_ID', 'no such table');
    }
    for (let head = in_.varint(); head !== 0; head = in_.varint()) {
      readRun(in_, head >>> 2, head & 3, type);
    }
  }
}

function readRun(in_, count, kind, { components, rows }) {
  if (count === 0 || kind > REMOVE) {
    throw malformed('RESERVED', 'no such run');
  }
  const first = in_.varint();
  if (kind === REMOVE) {
    rows.remove(first, count);
    return;
  }
  const all = 2 ** components.length - 1;
  const mask = kind === CHANGE ? in_.varint(all) : all;
  const named = components.filter((_, i) => (mask >>> i) & 1);
  for (let slot = first; slot < first + count; slot++) {
    const { key, row } = kind === PUT ? { key: KEY.read(in_, 1), row: {} } : rows.at(slot);
    rows.put(slot, key, readComponents(in_, named, row));
  }
}

function readComponents(in_, components, row) {
  const read = { ...row };
  for (const { name, type } of components) {
    read[name] = frozen(type.read(in_, 1));
  }
  return Object.freeze(read);
}

/**
 * One table of a room, as the server shows it: frozen rows by key, a number. It changes by whole
 * patches alone, never within a turn of the game's own code. Made by {@link Room#table}.
 *
 * Listeners, told when all tables are as the patch says, at most once per key and patch:
 *
 * - `put(key, row)`: the row is new;
 * - `change(key, row, previous)`: something of it is different;
 * - `remove(key, row)`: it is gone; `row` is the last that was seen.
 */
export class Table extends Emitter {
  name;
  _rows = new Rows();
  #tables;

  constructor(name, tables) {
    super(tables.report);
    this.name = name;
    this.#tables = tables;
  }

  get size() {
    return this._rows.size;
  }

  /** {@link Room#tick}; while a patch is told, the one of that patch. */
  get tick() {
    return this.#tables.tick;
  }

  get(key) {
    return this._rows.get(key);
  }

  has(key) {
    return this._rows.get(key) !== undefined;
  }

  keys() {
    return this._rows.keys();
  }

  *values() {
    for (const key of this._rows.keys()) {
      yield this._rows.get(key);
    }
  }

  *[Symbol.iterator]() {
    for (const key of this._rows.keys()) {
      yield [key, this._rows.get(key)];
    }
  }

  /** A fresh state stands in place of what was there. @returns what is different */
  _replace(rows) {
    const older = this._rows;
    this._rows = rows;
    return rows.settleAfter(older);
  }
}

/**
 * All tables of a room. After something that cannot be read they are `lost`: they stay as they
 * were until a fresh state has come.
 */
class Tables {
  lost = false;
  /** Newest tick of the room that is known. */
  tick = 0;
  report;
  #types = null;
  #byName = new Map();
  #state = null;

  constructor(report) {
    this.report = report;
  }

  /** What the schema says that rows are; null if there is none. */
  learn(types) {
    this.#types = types;
    for (const { name } of types ?? []) {
      if (!this.#byName.has(name)) {
        this.#byName.set(name, new Table(name, this));
      }
    }
  }

  /** The table of that name, undefined without a schema. */
  named(name) {
    if (this.#types !== null && !this.#types.some((type) => type.name === name)) {
      const names = this.#types.map((type) => type.name).join(', ');
      throw new CardeaError('UNKNOWN_TABLE', `no table ${name}; there is ${names || 'none'}`);
    }
    return this.#types === null ? undefined : this.#byName.get(name);
  }

  /** A fresh state comes. */
  begin() {
    this.lost = false;
    this.tick = 0;
    this.#state = null;
  }

  ticked(tick) {
    this.tick = Math.max(this.tick, tick ?? 0);
  }

  /** Some of the rows of a fresh state. */
  state(body) {
    this.#state ??= this.#typesWith(() => new Rows());
    this.#read([body], this.#state);
  }

  /** The fresh state is whole: it is what is seen from now on. */
  whole() {
    if (this.lost) {
      return [];
    }
    const rows = new Map([...(this.#state?.values() ?? [])].map((type) => [type.name, type.rows]));
    this.#state = null;
    return [...this.#byName.values()].map((table) => ({
      table,
      events: table._replace(rows.get(table.name) ?? new Rows()),
    }));
  }

  /** All pieces of a patch. @returns what is different by table, null while lost */
  patch(bodies) {
    if (this.lost) {
      return null;
    }
    const tables = [...this.#byName.values()];
    try {
      const types = this.#typesWith(({ name }) => this.#byName.get(name)._rows);
      this.#read(bodies, types);
    } catch (error) {
      tables.forEach((table) => table._rows.undo());
      throw error;
    }
    return tables.map((table) => ({ table, events: table._rows.settle() }));
  }

  #typesWith(rows) {
    const types = this.#types ?? [];
    return new Map(types.map((type) => [type.id, { ...type, rows: rows(type) }]));
  }

  #read(bodies, types) {
    if (this.lost) {
      return;
    }
    try {
      bodies.forEach((body) => readBlocks(body, types));
    } catch (error) {
      this.lost = true;
      throw error;
    }
  }
}

// ---- 6 streams ---------------------------------------------------------------------------------

/** A promise with its handles, which nobody has to wait for. */
function deferred() {
  const handles = {};
  handles.promise = new Promise((resolve, reject) => Object.assign(handles, { resolve, reject }));
  handles.promise.catch(() => {});
  return handles;
}

/**
 * The inputs to one owner that it has not acknowledged: numbered per seat, kept until applied, sent
 * again at every ATTACHED (R10 to R12, R15, R17).
 */
class Inputs {
  next = 1;
  #waiting = [];
  #bytes = 0;
  #baseDue = false;

  get count() {
    return this.#waiting.length;
  }

  get bytes() {
    return this.#bytes;
  }

  /** Whether `more` bytes would go beyond the bound of R17. */
  full(more) {
    return (
      this.#waiting.length >= Limits.UNACKNOWLEDGED_INPUTS_MAX ||
      this.#bytes + more > Limits.UNACKNOWLEDGED_BYTES_MAX
    );
  }

  /** Takes one in and gives it its number. */
  add(body, message) {
    const input = { n: this.next++, body, message };
    this.#waiting.push(input);
    this.#bytes += body.length;
    return input;
  }

  /** R11: everything up to `n` is done. */
  acknowledge(n) {
    while (this.#waiting.length > 0 && this.#waiting[0].n <= n) {
      this.#bytes -= this.#waiting.shift().body.length;
    }
  }

  /** R15: they were meant for another membership. Returns them, for the game to be told. */
  drop(applied) {
    const dropped = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    this.next = applied + 1;
    return dropped;
  }

  /** What was said between two memberships belongs to the new one: numbered after `applied`. */
  renumber(applied) {
    this.next = applied + 1;
    this.#waiting.forEach((input) => (input.n = this.next++));
  }

  /** ATTACHED: drops what is applied and calls `send(input, base)` with the rest, in order. */
  resend(applied, send) {
    this.acknowledge(applied);
    this.next = Math.max(this.next, applied + 1);
    const first = this.#waiting[0]?.n ?? this.next;
    this.#baseDue = first !== applied + 1;
    this.#waiting.forEach((input) => send(input, this.takeBase()));
  }

  /** R12: whether the input to be sent now is the first after an ATTACHED and needs BASE. */
  takeBase() {
    const due = this.#baseDue;
    this.#baseDue = false;
    return due;
  }

  freeze() {
    return this.#waiting.map(({ n, body }) => ({ n, body: toBase64(body) }));
  }

  thaw(next, frozen) {
    this.next = next;
    this.#waiting = frozen.map(({ n, body }) => ({ n, body: fromBase64(body), message: null }));
    this.#bytes = this.#waiting.reduce((sum, { body }) => sum + body.length, 0);
  }
}

/**
 * One owner, a room or the player's own agent, as seen from here: what it says comes in order, once
 * and without a gap, over any number of cuts; or `fresh` stands between.
 *
 * Listeners are named by messages (`on('Line', (line, meta) => ...)`, `on('*', (value, meta) =>
 * ...)` for all of them), and by these:
 *
 * - `fresh`: what was built from earlier messages is void; ask the room for the picture again.
 *   Comes after every attach that could not go on where it was, the first one too.
 * - `recovered`: attached again, nothing was missed.
 * - `applied(n)`: inputs up to `n` were applied.
 * - `dropped(inputs)`: these were not applied and will not be: the membership is another one.
 * - `gone({reason, text})`: no member any more.
 * - `error(error)`: a message or a change of a table that could not be read.
 *
 * Messages wait until the first listener is there. Tables do not wait.
 */
export class Stream extends Emitter {
  /** `chat/lobby`; "" for the agent until it is known. */
  owner;
  /** The type of the room, "agent" for an agent. */
  type;
  /** Newest epoch ever seen (R9); 0n before any. */
  epoch = 0n;
  /** Number of the membership within the epoch, null without one. */
  seat = null;
  /** Newest input that is known to be applied: by `applied`, or when it was attached. */
  applied = 0;
  /** Whether a seat is held or reserved, so that HELLO should name this stream. */
  _member = false;
  /** Given by the gateway, null while not attached. */
  _channel = null;
  _inputs = new Inputs();
  /** Of a room. */
  _tables = null;

  #session;
  #last = null;
  #patch = null;
  #freshAskedAt = -Infinity;
  #latest = new Map();
  #queue = [];
  #held = [];
  #listening = false;
  #pumping = false;
  #protocol = null;

  constructor(session, owner, type) {
    super(session._env.report);
    this.#session = session;
    this.owner = owner;
    this.type = type;
  }

  /** Whether it is attached and whole: messages arrive as they are said. */
  get live() {
    return this._channel !== null && this.#last !== null;
  }

  /** What is not acknowledged yet: `{count, bytes}`. */
  get backlog() {
    return { count: this._inputs.count, bytes: this._inputs.bytes };
  }

  on(name, listener) {
    const off = super.on(name, listener);
    if (!this.#listening) {
      this.#listening = true;
      queueMicrotask(() => this.#pump());
    }
    return off;
  }

  /** This stream's line in HELLO and ATTACH. */
  _position() {
    const held = this.#last !== null && this.seat !== null && !this._tables?.lost;
    const position = held ? { seat: this.seat, seq: this.#last } : null;
    const owner = this.type === AGENT_TYPE ? '' : this.owner;
    return { owner, epoch: this.epoch, position };
  }

  /** R16: from a HELLO on, what the older connection had bound means nothing. */
  _unbind() {
    this._channel = null;
  }

  /** The membership is void: position and inputs with it (R15). The epoch stays (R9). */
  _forget() {
    this._unbind();
    this._member = false;
    this.#last = null;
    this.#patch = null;
    this.seat = null;
    this.#tellDropped(this._inputs.drop(0));
  }

  _attached(frame) {
    if (frame.epoch < this.epoch) {
      return false; // R9: a stale copy speaks; never step back to it
    }
    this.#checkRecovery(frame);
    const known = this.seat;
    this.epoch = frame.epoch;
    this.seat = frame.seat;
    this.applied = frame.applied;
    this._channel = frame.channel;
    this._member = true;
    this.#patch = null;
    this.#latest.clear();
    this.#expectSchema(frame.schemaHash);
    this.#show(() => this._ticking(frame));
    this.#renewInputs(known, frame);
    if (!frame.fresh) {
      this.#enqueue({ notice: 'recovered' });
    }
    return true;
  }

  /** R3: recovered means from exactly what is held. Anything else would be a silent gap. */
  #checkRecovery(frame) {
    if (frame.fresh) {
      this.#last = null; // R3c: NONE until STATE is whole
    } else if (
      frame.epoch !== this.epoch ||
      frame.seat !== this.seat ||
      frame.seq !== this.#last ||
      this._tables?.lost
    ) {
      this.#last = null;
      throw malformed('OUT_OF_RANGE', 'recovered from a position that is not held');
    }
  }

  #renewInputs(known, frame) {
    const changed = known !== null && known !== frame.seat;
    if (known === null) {
      this._inputs.renumber(frame.applied);
    } else if (changed) {
      this.#tellDropped(this._inputs.drop(frame.applied));
    }
    this._inputs.resend(frame.applied, (input, base) => this.#write(input, base));
    if (changed) {
      this._membershipChanged();
    }
  }

  /** For a room that was leaving while its membership became another one. */
  _membershipChanged() {}

  _state(frame) {
    if (this.#last !== null) {
      return;
    }
    if (frame.body.length > 0) {
      this.#show(() => this._tables.state(frame.body));
    }
    if (frame.last) {
      this.#last = frame.seq;
      const shown = deferred();
      this.#show(() => this.#tell(this._tables.whole()), shown.resolve);
      this.#enqueue({ notice: 'fresh' });
      this._whole(shown.promise);
    }
  }

  /** The full state is here; `shown` resolves when the tables are so. */
  _whole(_shown) {}

  _event(frame) {
    if (this.#last === null || !this.#advance(frame)) {
      this.#session._count('ignored');
      return;
    }
    const { delivery, key } = frame;
    const meta = { delivery, key, seq: delivery === 'reliable' ? this.#last : undefined };
    this.#enqueue({ body: frame.body, meta });
  }

  /** The position moves with the last piece, and not before it is the rows shown. */
  _patch({ seq, tick, more, body }) {
    const ahead = this.#last === null ? 0n : this.#ahead(seq);
    if (ahead === 0n) {
      this.#session._count('ignored');
      return;
    }
    this.#patch ??= { seq, bytes: 0, bodies: [] };
    this.#patch.bytes += body.length;
    this.#patch.bodies.push(body);
    if (seq !== this.#patch.seq || this.#patch.bytes > Limits.PATCH_BYTES_MAX) {
      throw malformed('OUT_OF_RANGE', 'a patch without its end');
    }
    if (!more) {
      const { bodies } = this.#patch;
      this.#patch = null;
      this.#last += ahead;
      const patch = { tick: tick === null ? null : Number(tick), seq: this.#last };
      this.#showPatch(bodies, patch);
    }
  }

  /** While the schema does not come, patches cannot wait without bound. */
  #showPatch(bodies, patch) {
    if (this._tables && this.#queue.length >= Limits.HELD_MESSAGES_MAX) {
      this._tables.lost = true;
      this.#askFresh();
    } else {
      this.#show(() => this.#patched(bodies, patch));
    }
  }

  #patched(bodies, patch) {
    const changes = this._tables.patch(bodies);
    if (changes !== null) {
      this._tables.ticked(patch.tick);
      this.#tell(changes);
      this._emit('patch', patch);
    }
  }

  /** For a room, which ATTACHED tells where its ticks are. */
  _ticking(_frame) {}

  #tell(changes) {
    for (const { table, events } of changes) {
      events.forEach((event) => table._emit(...event));
    }
  }

  /** Does something to the tables in its turn; when they are lost by it, all is asked for anew. */
  #show(act, then = () => {}) {
    if (this._tables === null) {
      then();
      return;
    }
    const run = () => {
      try {
        act();
      } catch (error) {
        this.#enqueue({ notice: 'error', detail: error });
        this.#askFresh();
      }
      then();
    };
    this.#enqueue({ run });
  }

  /** Attaches with nothing held, but not often: what the server says may be as bad again. */
  #askFresh() {
    const { now, setTimeout } = this.#session._env;
    const wait = this.#freshAskedAt + FRESH_AGAIN_MILLIS - now();
    if (wait > 0) {
      setTimeout(() => this.#askFresh(), wait);
    } else if (this._tables.lost && this._channel !== null) {
      this.#freshAskedAt = now();
      this.#last = null;
      this._unbind();
      this.#session._attach(this);
    }
  }

  /** R1: numbers rise but are not contiguous. Serial-number arithmetic on their low 32 bits. */
  #advance(frame) {
    if (frame.delivery === 'reliable') {
      const ahead = this.#ahead(frame.seq);
      if (ahead === 0n) {
        return false;
      }
      if (this.#patch !== null) {
        throw malformed('OUT_OF_RANGE', 'a patch without its end');
      }
      this.#last += ahead;
    } else if (frame.delivery === 'latest') {
      const newest = this.#latest.get(frame.key);
      const ahead = newest === undefined ? 1 : (frame.number - newest) & 0xffff;
      if (ahead === 0 || ahead >= 0x8000) {
        return false;
      }
      this.#rememberLatest(frame);
    }
    return true;
  }

  /** How far a number of 32 bits is above the position; 0n if it is not. */
  #ahead(seq) {
    const ahead = BigInt.asUintN(32, BigInt(seq) - this.#last);
    return ahead < 2n ** 31n ? ahead : 0n;
  }

  #rememberLatest({ key, number }) {
    this.#latest.delete(key);
    this.#latest.set(key, number);
    if (this.#latest.size > LATEST_KEYS_MAX) {
      this.#latest.delete(this.#latest.keys().next().value);
    }
  }

  _applied(frame) {
    if (this.seat === null || frame.seat !== (this.seat & 0xff) || frame.n >= this._inputs.next) {
      return;
    }
    this._inputs.acknowledge(frame.n);
    this.applied = frame.n;
    this.#session._save();
    this._emit('applied', frame.n);
  }

  /**
   * Says something to the owner: it arrives once and in order, or `dropped` says otherwise. While
   * there is no connection it waits.
   *
   * @param {string | number} message name or id
   * @param {any} [value] an object by the message's schema, or a Uint8Array for a raw one
   * @returns {number} its number; `applied` tells when it was applied
   * @throws {CardeaError} BACKLOG_FULL, BAD_VALUE, CLOSED; then nothing was sent
   */
  send(message, value = {}) {
    this._checkOpen();
    if (!this.#protocol) {
      throw new CardeaError('CLOSED', `the schema of ${this.type} is not here yet`);
    }
    const body = this.#protocol.inputs.encode(message, value);
    if (body.length > this.#session._inputBytesMax) {
      throw badValue(`${message} has ${body.length} bytes, more than the server takes`);
    }
    if (this._inputs.full(body.length)) {
      throw new CardeaError('BACKLOG_FULL', `${this._inputs.count} inputs are not acknowledged`);
    }
    return this._submit(body, { message, value });
  }

  _submit(body, message) {
    const input = this._inputs.add(body, message);
    if (this._channel !== null) {
      this.#write(input, this._inputs.takeBase());
    }
    this.#session._save();
    return input.n;
  }

  _checkOpen() {
    this.#session._checkOpen();
  }

  #write({ n, body }, base) {
    const frame = { frame: 'INPUT', channel: this._channel, base, seat: this.seat & 0xff, n, body };
    this.#session._write(frame);
  }

  #tellDropped(inputs) {
    const told = inputs.filter(({ body }) => body[0] !== LEAVE_ID).map(({ message }) => message);
    if (told.length > 0) {
      this.#enqueue({ notice: 'dropped', detail: told });
    }
  }

  /** Loads the schema (once per type and hash); messages behind it wait for it. */
  #expectSchema(hash) {
    if (this._tables !== null || this.#protocol?.hash !== hash) {
      this.#enqueue({ schema: hash });
    }
  }

  /** Loads the schema at once, for somebody who wants to speak before anything was said. */
  async _loadProtocol() {
    this.#protocol ??= await this.#session._protocol(this.#schemaType());
    return this.#protocol;
  }

  #schemaType() {
    return this.type === AGENT_TYPE ? '' : this.type;
  }

  _notice(notice, detail) {
    this.#enqueue({ notice, detail });
  }

  #enqueue(item) {
    if (!this.#listening && this.#queue.length >= Limits.HELD_MESSAGES_MAX) {
      this.#dropOldest(this.#queue);
    }
    this.#queue.push(item);
    this.#pump();
  }

  /** Hands over in order what has come, as far as somebody listens and the schema is known. */
  async #pump() {
    if (this.#pumping) {
      return;
    }
    this.#pumping = true;
    for (let item = this.#next(); item; item = this.#next()) {
      if (!this.#listening && !this.#shows(item)) {
        this.#hold(item);
      } else if (item.schema !== undefined) {
        await this.#learn(item.schema);
      } else if (item.run) {
        item.run();
      } else if (item.notice) {
        this._emit(item.notice, item.detail);
      } else {
        this.#deliver(item);
      }
    }
    this.#pumping = false;
  }

  /** What was held before anybody listened comes first. */
  #next() {
    return (this.#listening && this.#held.shift()) || this.#queue.shift();
  }

  /** Tables are kept up for those who look at them without listening. */
  #shows({ run, schema }) {
    return this._tables !== null && (run !== undefined || schema !== undefined);
  }

  #hold(item) {
    if (this.#held.length >= Limits.HELD_MESSAGES_MAX) {
      this.#dropOldest(this.#held);
    }
    this.#held.push({ ...item, protocol: this.#protocol });
  }

  /** Notices and tables stay. */
  #dropOldest(items) {
    const oldest = items.findIndex(({ body }) => body !== undefined);
    if (oldest >= 0) {
      this.#session._count('unheard');
      items.splice(oldest, 1);
    }
  }

  async #learn(hash) {
    try {
      this.#protocol = await this.#session._protocol(this.#schemaType(), hash);
      this._tables?.learn(this.#protocol.tables);
    } catch (error) {
      this._tables?.learn(null);
      this._emit('error', error);
    }
  }

  /** A message that was held is read by the schema of its time. */
  #deliver({ body, meta, protocol = null }) {
    let message;
    try {
      const known = protocol ?? this.#protocol;
      if (!known) {
        throw malformed('UNKNOWN_ID', `no schema of ${this.type}`);
      }
      message = known.outputs.decode(body);
    } catch (error) {
      this._emit('error', error);
      return;
    }
    const { name, value } = message;
    this._emit(name, value, { ...meta, name });
    this._emit('*', value, { ...meta, name });
  }

  /** What a reloaded page needs to go on: not the position, since what was built on it is lost. */
  _freeze() {
    const { owner, type, epoch, seat } = this;
    const next = this._inputs.next;
    return { owner, type, epoch: String(epoch), seat, next, inputs: this._inputs.freeze() };
  }

  _thaw({ epoch, seat, next, inputs }) {
    this.epoch = BigInt(epoch);
    this.seat = seat;
    this._member = true;
    this._inputs.thaw(next, inputs);
  }
}

const LATEST_KEYS_MAX = 1024;
const FRESH_AGAIN_MILLIS = 5000;
const LEAVE_ID = 0;
const LEAVE_BODY = Uint8Array.of(LEAVE_ID);
const AGENT_TYPE = 'agent';
const REJOINS_MAX = 5;
const REJOIN_MILLIS = 1000;

/**
 * The session's seat in a room. Made by {@link Session#join}, or as a spectator's by {@link
 * Session#watch}.
 *
 * Listeners besides those of {@link Stream}:
 *
 * - `patch({tick, seq})`: the tables are as they were after that tick of the room; `tick` is null
 *   where the room does not tick, and for what was missed during a cut.
 */
export class Room extends Stream {
  /** Which one of its type. */
  key;
  /** Whether it is a spectator's: the room ignores what is sent, and acknowledges it. */
  watches;
  /** Ticks per second; 0 if the room does not tick. */
  tickRate = 0;
  _ready = deferred();

  #session;
  #options;
  #left = null;
  #rejoins = 0;
  #joined = false;
  #gone = false;

  constructor(session, type, key, { options = EMPTY, watches }) {
    super(session, `${type}/${key}`, type);
    this.watches = watches;
    this.#session = session;
    this.#options = options;
    this.key = key;
    this._tables = new Tables(session._env.report);
  }

  /** Newest tick of the room that is known. */
  get tick() {
    return this._tables.tick;
  }

  /**
   * Rows that the room shows; the same object at each call.
   *
   * @param {string} name as the room's schema says
   * @returns {Table}
   * @throws {CardeaError} UNKNOWN_TABLE; CLOSED if the schema is not here yet
   */
  table(name) {
    const table = this._tables.named(name);
    if (!table) {
      throw new CardeaError('CLOSED', `the schema of ${this.type} is not here yet`);
    }
    return table;
  }

  _ticking({ fresh, tick, tickRate = 0 }) {
    if (fresh) {
      this._tables.begin();
    }
    this._tables.ticked(Number(tick));
    this.tickRate = tickRate;
  }

  /** Whether `leave` was called. */
  get leaving() {
    return this.#left !== null;
  }

  /**
   * Gives the seat up, after everything that was sent before.
   * @returns {Promise<void>} when the room has let go
   */
  leave() {
    if (this.#gone) {
      return Promise.resolve();
    }
    if (!this.#left) {
      this.#left = deferred();
      this._submit(LEAVE_BODY, null);
    }
    return this.#left.promise;
  }

  /** Reserves a seat, then attaches; the room itself answers by ATTACHED or GONE. */
  async _enter() {
    try {
      const [owner] = await Promise.all([
        this.#session._reserve(this, this.#options),
        this._loadProtocol(),
      ]);
      if (this.#gone) {
        return; // the seat that nobody takes is free again by itself
      }
      this.owner = owner;
      this._member = true;
      this.#session._attach(this);
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error) {
    const passing = error.status === Status.UNAVAILABLE || error.status === Status.BUSY;
    if (passing && this.#joined && this.#mayRejoin()) {
      const millis = error.retryAfterMillis || REJOIN_MILLIS;
      this.#session._env.setTimeout(() => this._enter(), millis);
      return;
    }
    this._end(0, error.message, error);
  }

  #mayRejoin() {
    return this.#rejoins++ < REJOINS_MAX && !this.leaving;
  }

  _whole(shown) {
    this.#rejoins = 0;
    this.#joined = true;
    Promise.all([this._loadProtocol(), shown]).then(
      () => this._ready.resolve(this),
      (error) => this.#refused(error),
    );
  }

  _membershipChanged() {
    if (this.leaving) {
      this._submit(LEAVE_BODY, null);
    }
  }

  /** The session itself is a new one: its seats are not ours any more; ask for one again. */
  _restart() {
    this._forget();
    if (this.leaving) {
      this._end(GoneReason.LEFT, '');
    } else {
      this._enter();
    }
  }

  _goneBy({ reason, text }) {
    const expired = reason === GoneReason.NO_SEAT || reason === GoneReason.SEAT_EXPIRED;
    const again = reason === GoneReason.RESTARTED || (!this.#joined && expired);
    if (again && this.#mayRejoin()) {
      this._restart();
    } else {
      this._end(reason, text);
    }
  }

  /** No member any more, for good. */
  _end(reason, text, error) {
    if (this.#gone) {
      return;
    }
    this.#gone = true;
    this.#session._remove(this);
    if (reason === GoneReason.LEFT) {
      this._inputs.acknowledge(Infinity); // leaving is in order: all before it was applied
    }
    this._forget();
    const name = nameOf(GoneReason, reason);
    this._notice('gone', { reason: error?.code ?? name, text });
    this._ready.reject(error ?? new CardeaError(name, text));
    this.#left?.resolve();
  }

  _checkOpen() {
    super._checkOpen();
    if (this.#gone || this.leaving) {
      throw new CardeaError('CLOSED', `${this.owner} was left`);
    }
  }

  _freeze() {
    return { ...super._freeze(), key: this.key, watches: this.watches };
  }
}

function toBase64(bytes) {
  let text = '';
  bytes.forEach((octet) => (text += String.fromCharCode(octet)));
  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

// ---- 7 requests --------------------------------------------------------------------------------

const DEADLINE_DEFAULT_MILLIS = 30_000;
const DEADLINE_GRACE_MILLIS = 1000;

/** Requests without an answer. What was on its way when a connection broke is sent again (R14). */
class Requests {
  correlation = 0;
  #session;
  #pending = new Map();

  constructor(session) {
    this.#session = session;
  }

  /**
   * `patient`: has no deadline here, since it may well wait for a connection.
   * @returns {Promise<Uint8Array>} the reply's body
   */
  send(route, body, { deadlineMillis = 0, signal, patient = false } = {}) {
    if (this.#pending.size >= Limits.PENDING_REQUESTS_MAX) {
      return Promise.reject(new CardeaError('BACKLOG_FULL', 'too many requests without an answer'));
    }
    if (body.length > this.#session._inputBytesMax) {
      return Promise.reject(badValue(`${body.length} bytes, more than the server takes`));
    }
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    return new Promise((resolve, reject) => {
      const millis = (deadlineMillis || DEADLINE_DEFAULT_MILLIS) + DEADLINE_GRACE_MILLIS;
      const { now, setTimeout } = this.#session._env;
      const request = { route, body, deadlineMillis, signal, resolve, reject, sent: false };
      request.correlation = ++this.correlation;
      request.endsAt = now() + (deadlineMillis || Infinity);
      request.timer = patient ? null : setTimeout(() => this.#expire(request), millis);
      request.abort = () => this.#abort(request);
      signal?.addEventListener('abort', request.abort);
      this.#pending.set(request.correlation, request);
      this.#session._save();
      this.#write(request);
    });
  }

  #write(request) {
    if (!this.#session._open) {
      return;
    }
    const { correlation, route, body, sent: retry } = request;
    const left = request.endsAt - this.#session._env.now();
    const deadlineMillis = left === Infinity ? 0 : Math.max(1, Math.ceil(left));
    request.sent = true;
    this.#session._write({ frame: 'REQUEST', correlation, retry, deadlineMillis, route, body });
  }

  /** A connection is open: sends again, in order, what has no answer. */
  resend() {
    this.#pending.forEach((request) => this.#write(request));
  }

  reply(frame) {
    const request = this.#pending.get(frame.correlation);
    if (!request) {
      return; // cancelled or expired here
    }
    this.#settle(request);
    if (frame.status === Status.OK) {
      request.resolve(frame.body);
    } else {
      request.reject(failure(frame.status, utf8(frame.body), frame.retryAfterMillis));
    }
  }

  /** Correlations are a session's: in a new one, only what was never sent may be sent (R14). */
  renumber() {
    const requests = [...this.#pending.values()];
    this.#pending.clear();
    this.correlation = 0;
    for (const request of requests) {
      if (request.sent) {
        this.#settle(request);
        request.reject(failure(Status.UNKNOWN_OUTCOME, 'the session ended before the answer'));
      } else {
        request.correlation = ++this.correlation;
        this.#pending.set(request.correlation, request);
      }
    }
  }

  /** The session is closed. */
  fail(error) {
    for (const request of [...this.#pending.values()]) {
      this.#settle(request);
      request.reject(request.sent ? failure(Status.UNKNOWN_OUTCOME, error.message) : error);
    }
  }

  #expire(request) {
    this.#settle(request);
    request.reject(failure(Status.DEADLINE, 'no answer in time'));
  }

  #abort(request) {
    this.#settle(request);
    if (request.sent && this.#session._open) {
      this.#session._write({ frame: 'CANCEL', correlation: request.correlation });
    }
    request.reject(request.signal.reason);
  }

  #settle(request) {
    this.#pending.delete(request.correlation);
    this.#session._env.clearTimeout(request.timer);
    request.signal?.removeEventListener('abort', request.abort);
  }
}

function failure(status, text, retryAfterMillis = 0) {
  return new CardeaError(nameOf(Status, status), text, { status, retryAfterMillis });
}

// ---- 8 connection ------------------------------------------------------------------------------

const HANDSHAKE_MILLIS = 10_000;
const PING_FIRST_MILLIS = 5000;
const PING_MIN_MILLIS = 100;
const PING_MAX_MILLIS = 60_000;
/** A server may ask for a longer wait, but does not get it: timers run over at 2^31 ms. */
const SERVER_WAIT_MAX_MILLIS = 600_000;
const SAMPLES_MAX = 8;
const FRAME_OUT_BYTES_MAX = 128 * 1024;

/**
 * What a transport is: `(url, listener) => path`. It tells `listener.opened()` once, `.bytes(u8)`
 * with one or more whole records, and `.closed(code | null, text)` once, at the latest after
 * `path.close(code, text)`; `path.send(u8)` takes one or more whole records.
 *
 * This one speaks WebSocket, by the class that the browser or Node has.
 */
export function webSocketTransport(WebSocketClass = globalThis.WebSocket) {
  if (!WebSocketClass) {
    throw new TypeError('there is no WebSocket here: pass the option WebSocket or transport');
  }
  return (url, listener) => {
    const socket = new WebSocketClass(url, 'cardea.1');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => listener.opened();
    socket.onmessage = ({ data }) => listener.bytes(new Uint8Array(data));
    socket.onclose = ({ code, reason }) =>
      listener.closed(code >= 4000 && code < 5000 ? code - 4000 : null, reason);
    socket.onerror = () => {}; // a close always follows
    return {
      kind: url.startsWith('wss') ? 'wss' : 'ws',
      send: (bytes) => socket.send(bytes),
      close: (code, text) => (code === null ? socket.close() : socket.close(4000 + code, text)),
    };
  };
}

/** Round trip and clock offset from PING and PONG; the offset of the quickest sample counts. */
class Clock {
  rttMillis = null;
  offsetMillis = 0;
  #env;
  #samples = [];

  constructor(env) {
    this.#env = env;
  }

  /** Local wall clock in microseconds. */
  micros() {
    return BigInt(Math.round(this.#env.wall() * 1000));
  }

  /** A PONG came: `t1` the peer's clock when it got `t0`, held for `holdMicros`. */
  sample({ t0, t1, holdMicros }) {
    const rtt = Number(this.micros() - t0) - holdMicros;
    if (rtt < 0) {
      return; // the local clock was set back
    }
    const offset = Number(t1 - t0) - rtt / 2;
    this.#samples = [...this.#samples, { rtt, offset }].slice(-SAMPLES_MAX);
    const best = this.#samples.reduce((a, b) => (b.rtt < a.rtt ? b : a));
    this.rttMillis = rtt / 1000;
    this.offsetMillis = best.offset / 1000;
  }
}

/** What a server wants, as far as it makes sense. */
function bounded({ pingIntervalMillis, idleTimeoutMillis }) {
  const ping = Math.min(Math.max(pingIntervalMillis, PING_MIN_MILLIS), PING_MAX_MILLIS);
  const idle = Math.min(Math.max(idleTimeoutMillis, 2 * ping), SERVER_WAIT_MAX_MILLIS);
  return { pingIntervalMillis: ping, idleTimeoutMillis: idle };
}

/** One transport from opening to closing: batches, heartbeat. Once closed, it is silent. */
class Connection {
  /** opening, greeting (HELLO sent), open, closed */
  phase = 'opening';
  /** Largest frame that is read. */
  frameBytesMax = FRAME_OUT_BYTES_MAX;
  #env;
  #clock;
  #path;
  #listener;
  #batch = [];
  #batchBytes = 0;
  #timer;
  #lastHeard;
  #heartbeat = { pingIntervalMillis: PING_FIRST_MILLIS, idleTimeoutMillis: HANDSHAKE_MILLIS };

  /** `listener`: `opened(c)`, `frame(c, frame)`, `closed(c, {code, flags, ...} | null)`. */
  constructor(transport, url, env, clock, listener) {
    this.#env = env;
    this.#clock = clock;
    this.#listener = listener;
    this.#lastHeard = env.now();
    this.#timer = env.setTimeout(
      () => this.#end({ code: CloseCode.HANDSHAKE_TIMEOUT, flags: RETRY, text: 'no WELCOME' }),
      HANDSHAKE_MILLIS,
    );
    this.#path = transport(url, {
      opened: () => this.#ifAlive(() => listener.opened(this)),
      bytes: (bytes) => this.#ifAlive(() => this.#heard(bytes)),
      closed: (code, text) => this.#ifAlive(() => this.#lost(code, text)),
    });
  }

  get kind() {
    return this.#path?.kind ?? '';
  }

  #ifAlive(act) {
    if (this.phase !== 'closed') {
      act();
    }
  }

  /** WELCOME came: from now on pings go out, and silence ends it. */
  open(heartbeat) {
    this.phase = 'open';
    this.#env.clearTimeout(this.#timer);
    if (heartbeat?.pingIntervalMillis > 0 && heartbeat.idleTimeoutMillis > 0) {
      this.#heartbeat = bounded(heartbeat);
    }
    this.#beat();
  }

  #beat() {
    if (this.#env.now() - this.#lastHeard > this.#heartbeat.idleTimeoutMillis) {
      this.#end({ code: CloseCode.IDLE_TIMEOUT, flags: RETRY | RESUMABLE, text: 'silence' });
      return;
    }
    this.write({ frame: 'PING', t0: this.#clock.micros() });
    this.#timer = this.#env.setTimeout(() => this.#beat(), this.#heartbeat.pingIntervalMillis);
  }

  #heard(bytes) {
    this.#lastHeard = this.#env.now();
    try {
      forEachRecord(bytes, this.frameBytesMax, (record) =>
        this.#ifAlive(() => this.#record(record)),
      );
    } catch (error) {
      if (!(error instanceof CardeaError)) {
        throw error;
      }
      this.close(CloseCode[error.code] ?? CloseCode.PROTOCOL_ERROR, error.message, PEER_FAULT);
      this.#listener.closed(this, { code: null, flags: RETRY, text: error.message, error });
    }
  }

  #record(record) {
    const frame = decodeFrame(record);
    if (frame.frame === 'PING') {
      this.write({ frame: 'PONG', t0: frame.t0, t1: this.#clock.micros(), holdMicros: 0 });
    } else if (frame.frame === 'PONG') {
      this.#clock.sample(frame);
      this.#listener.frame(this, frame);
    } else if (frame.frame === 'CLOSE') {
      this.#end(frame);
    } else {
      this.#listener.frame(this, frame);
    }
  }

  /** Frames of one turn travel together. */
  write(frame) {
    if (this.phase === 'closed') {
      return;
    }
    const record = encodeRecord(frame);
    if (this.#batchBytes + record.length > Limits.BATCH_BYTES_MAX) {
      this.#flush();
    }
    if (this.#batch.length === 0) {
      queueMicrotask(() => this.#flush());
    }
    this.#batch.push(record);
    this.#batchBytes += record.length;
  }

  #flush() {
    if (this.#batch.length === 0 || this.phase === 'closed') {
      return;
    }
    const batch = new Uint8Array(this.#batchBytes);
    let at = 0;
    for (const record of this.#batch) {
      batch.set(record, at);
      at += record.length;
    }
    this.#batch = [];
    this.#batchBytes = 0;
    this.#path.send(batch);
  }

  /** Says CLOSE and closes; the listener is not told. */
  close(code, text = '', flags = 0) {
    if (this.phase === 'greeting' || this.phase === 'open') {
      this.write({ frame: 'CLOSE', code, flags, retryAfterMillis: 0, text: text.slice(0, 40) });
      this.#flush();
    }
    this.drop(code);
  }

  /** Closes without a word; the listener is not told. */
  drop(code = null) {
    this.phase = 'closed';
    this.#env.clearTimeout(this.#timer);
    this.#path?.close(code, '');
  }

  #lost(code, text) {
    const flags = RETRIED.has(code) ? RETRY : 0;
    this.#end(code === null ? null : { code, flags, retryAfterMillis: 0, text });
  }

  #end(why) {
    this.drop();
    this.#listener.closed(this, why);
  }
}

// ---- 9 session ---------------------------------------------------------------------------------

const BACKOFF_MIN_MILLIS = 500;
const BACKOFF_MAX_MILLIS = 15_000;
const STABLE_MILLIS = 1000;
const EPOCHS_MAX = 256;
const STORE_KEY = 'cardea';
const HEADROOM_BYTES = 32;
const FRAME_BYTES_MAX = 64 * 1024;
const CLIENT = 'cardea-js/1';
const SECURE = /^(wss|https|tls):/i;

/** Clock, timers, chance: all that is taken from outside; tests bring their own. */
const SYSTEM = Object.freeze({
  now: () => performance.now(),
  wall: () => performance.timeOrigin + performance.now(),
  random: () => Math.random(),
  setTimeout: (run, millis) => globalThis.setTimeout(run, millis),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
  report: (error) =>
    queueMicrotask(() => {
      throw error; // the game's bug, seen as such
    }),
});

/**
 * One player's session. It outlives its connections: a lost one is replaced with the next attempt
 * number (R4) and every stream goes on where it was.
 *
 * Events, by {@link Session#on}:
 *
 * - `state({state, code?, text?, retryInMillis?})`: `connecting`, `open`, `waiting`, `closed`;
 * - `rtt(millis)`: after every PONG;
 * - `renewed`: the server does not know the session any more; signed in anew, rooms joined again;
 * - `goaway({afterMillis, deadlineMillis})`: the server asks to move; it happens by itself;
 * - `error(error)`: something went wrong that leaves the session alive.
 */
export class Session extends Emitter {
  /** `new`, `connecting`, `open`, `waiting` (for the next attempt) or `closed`. */
  state = 'new';
  /** Session id in hex; "" before the first WELCOME. */
  id = '';
  account = '';
  name = '';
  /** The gateway that serves the current connection. */
  gateway = '';
  /** The player's own stream, over which services and other players reach them. */
  agent;
  /** How often something odd was let pass, by what it was. */
  counters = { reconnects: 0, ignored: 0, unheard: 0 };

  _env;
  _inputBytesMax = FRAME_BYTES_MAX;

  #options;
  #transport;
  #urls;
  #clock;
  #attempt = 0;
  #token = null;
  #current = null;
  #candidate = null;
  #older = null;
  #tries = 0;
  #openedAt = 0;
  #retryTimer;
  #opened = deferred();
  #requests = new Requests(this);
  #rooms = new Map();
  #epochs = new Map();
  #protocols = new Map();
  #attachLater = [];
  #saveDue = false;
  #endpoint = null;
  #online = () => this.retryNow();
  #aborted = () => this.close();

  /** Use {@link connect}, or this and {@link Session#open} to listen from the very start. */
  constructor(options) {
    const env = { ...SYSTEM, ...options.env };
    super(env.report);
    this._env = env;
    this.#options = options;
    this.#transport = options.transport ?? webSocketTransport(options.WebSocket);
    this.#urls = [options.url].flat();
    this.#clock = new Clock(this._env);
    this.agent = new Stream(this, '', AGENT_TYPE);
    this.agent._member = true;
    this.#restore();
    globalThis.addEventListener?.('online', this.#online);
    options.signal?.addEventListener('abort', this.#aborted);
    if (options.signal?.aborted) {
      this.close();
    }
  }

  /** Rooms joined or being joined, by `type/key`. */
  get rooms() {
    return new Map(this.#rooms);
  }

  /** Round trip of the newest PING in milliseconds, null before the first. */
  get rttMillis() {
    return this.#clock.rttMillis;
  }

  /** The server's clock, milliseconds of Unix time. */
  get serverMillis() {
    return this._env.wall() + this.#clock.offsetMillis;
  }

  /** `ws`, `wss`, `tcp`: what carries the current connection; "" without one. */
  get transport() {
    return this.#current?.kind ?? '';
  }

  /** Number of the newest connection of this session. */
  get attempt() {
    return this.#attempt;
  }

  get _open() {
    return this.#current?.phase === 'open';
  }

  // -- life --

  /** Connects. @returns {Promise<Session>} when the server has said WELCOME */
  open() {
    if (this.state === 'new') {
      this.#dial();
    }
    return this.#opened.promise;
  }

  /** Ends the session for good; the server learns that it was meant. */
  close() {
    if (this.state !== 'closed') {
      this.#current?.close(CloseCode.NORMAL);
      this.#finish({ code: CloseCode.NORMAL, text: 'closed here' });
    }
  }

  /** Breaks the connection without a word, as a tunnel does; for demonstrations and tests. */
  cut() {
    const connection = this.#current;
    if (connection && connection.phase !== 'closed') {
      connection.drop();
      this.#closed(connection, null);
    }
  }

  /** Does not wait for the next attempt any longer. */
  retryNow() {
    if (this.state === 'waiting') {
      this._env.clearTimeout(this.#retryTimer);
      this.#dial();
    }
  }

  /** Closed is for good, whatever was under way when a listener closed it. */
  #enter(state, detail = {}) {
    if (this.state === 'closed') {
      return;
    }
    this.state = state;
    this._emit('state', { state, ...detail });
  }

  async #dial() {
    this.#enter('connecting');
    let credential = null;
    if (!this.#token) {
      try {
        credential = await this.#credential();
      } catch (error) {
        this.#finish({ code: CloseCode.AUTH_FAILED, text: String(error?.message ?? error) });
        return;
      }
    }
    if (this.state === 'connecting') {
      try {
        this.#candidate = this.#connection(credential);
      } catch (error) {
        this.#finish({ code: CloseCode.UNAVAILABLE, text: error.message }); // not a URL
      }
    }
  }

  #connection(credential) {
    const url = this.#endpoint ?? this.#urls[this.counters.reconnects % this.#urls.length];
    this.#endpoint = null;
    return new Connection(this.#transport, url, this._env, this.#clock, {
      opened: (connection) => this.#greet(connection, credential),
      frame: (connection, frame) => this.#frame(connection, frame),
      closed: (connection, why) => this.#closed(connection, why),
    });
  }

  async #credential() {
    const { credential } = this.#options;
    const given = typeof credential === 'function' ? await credential() : credential;
    if (!given) {
      throw new CardeaError('AUTH_FAILED', 'neither a credential nor a session to resume');
    }
    const [scheme, proof] = given.scheme ? [given.scheme, given.proof] : Object.entries(given)[0];
    return { scheme, proof: typeof proof === 'string' ? UTF8_OUT.encode(proof) : proof };
  }

  /** R16: from this HELLO on, only this connection counts. */
  #greet(connection, credential) {
    this.#older = this.#current;
    this.#current = connection;
    this.#candidate = null;
    connection.phase = 'greeting';
    this.#attempt = this.#token ? this.#attempt + 1 : 1;
    this.#persist();
    const streams = this.#streams();
    streams.forEach((stream) => stream._unbind());
    connection.write(
      this.#hello(
        credential,
        streams.filter((stream) => stream._member),
      ),
    );
  }

  #streams() {
    return [this.agent, ...this.#rooms.values()];
  }

  /** As many positions as fit; the others are attached one by one after WELCOME. */
  #hello(credential, streams) {
    const client = this.#options.client ?? CLIENT;
    const proof = credential ? { credential } : { token: this.#token };
    const frame = (count) => ({
      frame: 'HELLO',
      attempt: this.#attempt,
      ...proof,
      streams: streams.slice(0, count).map((stream) => stream._position()),
      client,
    });
    let count = streams.length;
    while (count > 1 && encodeFrame(frame(count)).size > Limits.HELLO_BYTES_MAX) {
      count -= 1;
    }
    this.#attachLater = streams.slice(count);
    return frame(count);
  }

  #welcome(connection, welcome) {
    if (connection.phase !== 'greeting' || !welcome.session || !welcome.token) {
      throw malformed('RESERVED', 'a second WELCOME, or one without session or token');
    }
    connection.open(welcome.heartbeat);
    connection.frameBytesMax = welcome.limits?.frameOutBytesMax ?? connection.frameBytesMax;
    this.#dropOlder();
    this.id = [...welcome.session].map((octet) => octet.toString(16).padStart(2, '0')).join('');
    this.#token = welcome.token.slice();
    this.account = welcome.account ?? '';
    this.name = welcome.name ?? '';
    this.gateway = welcome.gateway ?? '';
    const inMax = welcome.limits?.frameInBytesMax ?? FRAME_BYTES_MAX;
    this._inputBytesMax = inMax - HEADROOM_BYTES;
    this.#openedAt = this._env.now();
    this.#persist();
    this.#attachLater.forEach((stream) => this._attach(stream));
    this.#attachLater = [];
    this.#requests.resend();
    this.#enter('open');
    this.#opened.resolve(this);
  }

  // -- connections that end --

  #closed(connection, why) {
    if (connection === this.#candidate) {
      this.#candidate = null;
      if (this.#current) {
        this.#afterFailedMove();
        return;
      }
    } else if (connection === this.#current) {
      this.#current = null;
      this.#dropOlder();
      this.#streams().forEach((stream) => stream._unbind());
      if (this.#candidate) {
        this.#enter('connecting', why ?? {}); // a move is under way already
        return;
      }
    } else {
      return;
    }
    if (why?.error) {
      this._emit('error', why.error);
    }
    this.#retryOrFinish(why);
  }

  #retryOrFinish(why) {
    if (why?.code === CloseCode.AUTH_FAILED && this.#token && this.#options.credential) {
      this.#startAnew();
      this.#wait(why);
    } else if (why === null || why.flags & RETRY) {
      this.#wait(why);
    } else if (this.state !== 'closed') {
      this.#finish(why);
    }
  }

  /** Full jitter: anywhere between now, or when the server likes, and a bound that doubles. */
  #wait(why) {
    if (this.state === 'closed') {
      return; // by a listener that was told why
    }
    if (this.#openedAt && this._env.now() - this.#openedAt >= STABLE_MILLIS) {
      this.#tries = 0;
    }
    this.#openedAt = 0;
    this.counters.reconnects += 1;
    this._env.clearTimeout(this.#retryTimer);
    const asked = Math.min(why?.retryAfterMillis ?? 0, SERVER_WAIT_MAX_MILLIS);
    const retryInMillis = asked + this.#backoff();
    this.#retryTimer = this._env.setTimeout(() => this.#dial(), retryInMillis);
    this.#enter('waiting', { code: why?.code ?? undefined, text: why?.text, retryInMillis });
  }

  #backoff() {
    const { minMillis = BACKOFF_MIN_MILLIS, maxMillis = BACKOFF_MAX_MILLIS } =
      this.#options.backoff ?? {};
    const bound = Math.min(maxMillis, minMillis * 2 ** Math.min(this.#tries++, 16));
    return this._env.random() * bound;
  }

  /** The token is not taken any more: a new session, in which nothing of the old one holds. */
  #startAnew() {
    this.#token = null;
    this.#attempt = 0;
    this.#requests.renumber();
    this.agent._forget();
    this.agent._member = true;
    this.#rooms.forEach((room) => room._restart());
    this.#persist();
    this._emit('renewed');
  }

  #finish({ code, text = '', retryAfterMillis }) {
    this._env.clearTimeout(this.#retryTimer);
    this.#candidate?.drop();
    this.#dropOlder();
    this.#candidate = this.#current = null;
    const name = nameOf(CloseCode, code);
    const error = new CardeaError(name, text, { retryAfterMillis });
    globalThis.removeEventListener?.('online', this.#online);
    this.#options.signal?.removeEventListener('abort', this.#aborted);
    this.#options.store?.removeItem(this.#storeKey());
    this.#token = null;
    this.#enter('closed', { code: name, text });
    this.#requests.fail(error);
    [...this.#rooms.values()].forEach((room) => room._end(0, text, error));
    this.#opened.reject(error);
  }

  // -- moving --

  #goAway(frame) {
    const { afterMillis, deadlineMillis, endpoints } = frame;
    this._emit('goaway', { afterMillis, deadlineMillis });
    const known = endpoints.map((endpoint) => this.#resolve(endpoint)).filter(Boolean);
    this.#endpoint = known[Math.floor(this._env.random() * known.length)] ?? null;
    this.#move(Math.min(afterMillis, SERVER_WAIT_MAX_MILLIS));
  }

  /** The new connection opens while the old one still works; HELLO on it ends the old one. */
  #move(afterMillis) {
    this._env.clearTimeout(this.#retryTimer);
    this.#retryTimer = this._env.setTimeout(() => {
      if (this._open && !this.#candidate) {
        this.#dialMove();
      }
    }, afterMillis);
  }

  #dialMove() {
    try {
      this.#candidate = this.#connection(null);
    } catch {
      this.#afterFailedMove(); // the transport does not know such an endpoint
    }
  }

  #afterFailedMove() {
    if (this._open) {
      this.#move(this.#backoff());
    }
  }

  #dropOlder() {
    this.#older?.drop();
    this.#older = null;
  }

  /**
   * An endpoint is a URL, or host:port at which the rest of the URL stays the same. Null if it is
   * none, or would give the session token away in the clear where it was not so far.
   */
  #resolve(endpoint) {
    try {
      const url = new URL(endpoint.includes('://') ? endpoint : this.#urls[0]);
      if (!endpoint.includes('://')) {
        url.host = endpoint;
      }
      const secret = SECURE.test(this.#urls[0]);
      return url.host !== '' && (!secret || SECURE.test(url.href)) ? url.href : null;
    } catch {
      return null;
    }
  }

  // -- frames --

  #frame(connection, frame) {
    if (connection !== this.#current) {
      return; // R16
    }
    if (connection.phase === 'greeting' && frame.frame !== 'WELCOME') {
      throw malformed('RESERVED', `${frame.frame} before WELCOME`);
    }
    const handle = this.#handlers[frame.frame];
    if (!handle) {
      throw malformed('RESERVED', `${frame.frame} is not for clients`);
    }
    handle(frame, connection);
  }

  #handlers = {
    WELCOME: (frame, connection) => this.#welcome(connection, frame),
    AUTH: ({ token }) => {
      this.#token = token.slice();
      this._save();
    },
    PONG: () => this._emit('rtt', this.rttMillis),
    GOAWAY: (frame) => this.#goAway(frame),
    ATTACHED: (frame) => this.#attached(frame),
    STATE: (frame) => this.#onChannel(frame, (stream) => stream._state(frame)),
    PATCH: (frame) => this.#onChannel(frame, (stream) => stream._patch(frame)),
    EVENT: (frame) => this.#onChannel(frame, (stream) => stream._event(frame)),
    APPLIED: (frame) => this.#onChannel(frame, (stream) => stream._applied(frame)),
    GONE: (frame) => this.#gone(frame),
    REPLY: (frame) => this.#requests.reply(frame),
    FAULT: ({ code, text, retryAfterMillis }) =>
      this._emit('error', failure(code, text, retryAfterMillis)),
  };

  #attached(frame) {
    const stream = frame.channel === 0 ? this.agent : this.#byOwner(frame.owner);
    if (!stream || !stream._attached(frame)) {
      this._count('ignored');
      return;
    }
    const bound = this.#streams().filter((each) => each._channel === frame.channel);
    bound.filter((each) => each !== stream).forEach((each) => each._unbind());
    if (stream === this.agent) {
      stream.owner = frame.owner;
    }
    this._save();
  }

  #byOwner(owner) {
    return [...this.#rooms.values()].find((room) => room.owner === owner && room._member);
  }

  #onChannel({ channel }, act) {
    const stream = this.#streams().find((each) => each._channel === channel);
    if (stream) {
      act(stream);
    } else {
      this._count('ignored');
    }
  }

  #gone(frame) {
    const room = this.#byOwner(frame.owner);
    if (room) {
      room._goneBy(frame);
      this._save();
    } else if (frame.owner === '' || frame.owner === this.agent.owner) {
      this.agent._forget();
      const reason = nameOf(GoneReason, frame.reason);
      this.agent._notice('gone', { reason, text: frame.text });
    }
  }

  // -- what games do --

  /**
   * Joins a room, or returns the one that is joined already.
   *
   * @param {string} type
   * @param {string} key
   * @param {{options?: Uint8Array | string}} [details] options go to the room's onRequest
   * @returns {Promise<Room>} when its first full state is here
   */
  async join(type, key, { options = '' } = {}) {
    return this.#seatIn(type, key, { options: toBytes(options), watches: false });
  }

  /**
   * Watches a room: hears what it says to all and sees the rows that everyone sees, without being a
   * member. Returns the room that is watched already. None is made for this. What is sent to the
   * room is acknowledged, and ignored.
   *
   * Nobody watches a room and is in it: `watch` and `join` fail with CONFLICT until the other is
   * left.
   *
   * @param {string} type
   * @param {string} key
   * @param {{options?: Uint8Array | string}} [details] options go to the room's onRequest
   * @returns {Promise<Room>} when its first full state is here
   */
  async watch(type, key, { options = '' } = {}) {
    return this.#seatIn(type, key, { options: toBytes(options), watches: true });
  }

  async #seatIn(type, key, how) {
    this._checkOpen();
    const id = `${type}/${key}`;
    let known = this.#rooms.get(id);
    while (known?.leaving) {
      await known.leave();
      known = this.#rooms.get(id); // somebody else may have joined meanwhile
    }
    if (known && known.watches !== how.watches) {
      const why = known.watches ? 'you watch this room' : 'you are in this room';
      throw new CardeaError('CONFLICT', `${why}: leave it first`, { status: Status.CONFLICT });
    }
    if (known) {
      return known._ready.promise;
    }
    this._checkOpen();
    if (this.#rooms.size + 1 >= Limits.STREAMS_MAX) {
      throw new CardeaError('BACKLOG_FULL', `no more than ${Limits.STREAMS_MAX} streams`);
    }
    const room = new Room(this, type, key, how);
    room.epoch = this.#epochs.get(id) ?? 0n;
    this.#rooms.set(id, room);
    room._enter();
    return room._ready.promise;
  }

  /**
   * Joins the oldest room of a listed type that has those labels and a place, or a new one.
   *
   * @param {string} type
   * @param {{labels?: Record<string, string>, options?: Uint8Array | string}} [details]
   * @returns {Promise<Room>} when its first full state is here
   */
  async find(type, { labels = {}, options = '' } = {}) {
    return this.#seat(Route.FIND, { type, labels: labelList(labels) }, options);
  }

  /**
   * Makes a room and joins it; its `key` is a code, by which friends can join.
   *
   * @param {string} type
   * @param {{labels?: Record<string, string>, hidden?: boolean,
   *   options?: Uint8Array | string}} [details] hidden rooms are not found without the code
   * @returns {Promise<Room>} when its first full state is here
   */
  async create(type, { labels = {}, hidden = false, options = '' } = {}) {
    return this.#seat(Route.CREATE, { type, labels: labelList(labels), hidden }, options);
  }

  /** The answer reserves a seat in a room; to join that by its name is answered with the seat. */
  async #seat(route, ask, options) {
    const { owner } = await this.request(route, { ...ask, options: toBytes(options) });
    return this.join(ask.type, owner.slice(ask.type.length + 1), { options });
  }

  /**
   * A part of the list of rooms of a listed type, oldest first.
   *
   * @param {string} type
   * @param {{labels?: Record<string, string>, after?: number, limit?: number}} [details] after is
   *   the `next` of the part before
   * @returns {Promise<{rooms: {key: string, members: number, seats: number,
   *   labels: Record<string, string>}[], next: number}>} next is 0 at the end
   */
  async listRooms(type, { labels = {}, after = 0, limit = 100 } = {}) {
    const ask = { type, labels: labelList(labels), after, limit };
    const { rooms, next } = await this.request(Route.LIST, ask);
    return { rooms: rooms.map((room) => ({ ...room, labels: labelMap(room.labels) })), next };
  }

  /**
   * Asks a service.
   *
   * @param {string | number} route its number, or the name of what it is asked
   * @param {any} [value] by the schema; a Uint8Array where that says raw
   * @param {{deadlineMillis?: number, signal?: AbortSignal}} [details]
   * @returns {Promise<any>} the reply's value
   * @throws {CardeaError} with the status by name; UNKNOWN_OUTCOME: it ran, or may still run
   */
  async request(route, value = {}, details = {}) {
    this._checkOpen();
    const service = (await this.#services()).find(route);
    const body = await this.requestRaw(service.route, service.encode(value), details);
    return service.decode(body);
  }

  /** Asks a service by number and bytes. @returns {Promise<Uint8Array>} */
  requestRaw(route, body = EMPTY, details = {}) {
    this._checkOpen();
    return this.#requests.send(route, body, details);
  }

  _reserve({ type, key, watches }, options) {
    const route = watches ? Route.WATCH : Route.JOIN;
    const body = new ByteWriter().text(type).text(key).varint(options.length).bytes(options).done();
    return this.requestRaw(route, body, { patient: true }).then((reply) => {
      return new ByteReader(reply).text(OWNER_BYTES_MAX);
    });
  }

  _attach(stream) {
    if (this._open && stream._channel === null) {
      this._write({ frame: 'ATTACH', stream: stream._position() });
    }
  }

  _write(frame) {
    this.#current?.write(frame);
  }

  _count(what) {
    this.counters[what] += 1;
  }

  _checkOpen() {
    if (this.state === 'closed') {
      throw new CardeaError('CLOSED', 'the session is closed');
    }
  }

  _remove(room) {
    if (this.#rooms.get(`${room.type}/${room.key}`) === room) {
      this.#rooms.delete(`${room.type}/${room.key}`);
    }
    this.#epochs.delete(room.owner);
    this.#epochs.set(room.owner, room.epoch);
    if (this.#epochs.size > EPOCHS_MAX) {
      this.#epochs.delete(this.#epochs.keys().next().value);
    }
    this._save();
  }

  /** The protocol of a room type ("" for agents); asked for once per type and hash. */
  _protocol(type, hash = null) {
    const known = this.#protocols.get(type);
    if (known && (hash === null || known.hash === null || known.hash === hash)) {
      known.hash ??= hash;
      return known.promise;
    }
    const asked = this.#schema(Route.SCHEMA, new ByteWriter().text(type).done());
    const promise = asked.then((json) => {
      const schema = new Schema(json);
      const [inputs, outputs] = ['inputs', 'outputs'].map((name) => schema.family(name));
      return { hash, inputs, outputs, tables: schema.tables() };
    });
    this.#protocols.set(type, { hash, promise });
    promise.catch(() => this.#protocols.delete(type));
    return promise;
  }

  #services() {
    const known = this.#protocols.get(Route.SERVICES);
    if (known) {
      return known;
    }
    const promise = this.#schema(Route.SERVICES, EMPTY).then((json) => new Services(json));
    this.#protocols.set(Route.SERVICES, promise);
    promise.catch(() => this.#protocols.delete(Route.SERVICES));
    return promise;
  }

  async #schema(route, body) {
    const reply = new ByteReader(await this.requestRaw(route, body, { patient: true }));
    return JSON.parse(reply.text(reply.left));
  }

  // -- the store: a reloaded page goes on with the same session --

  #storeKey() {
    return this.#options.storeKey ?? STORE_KEY;
  }

  /** Token, attempt, seats and inputs are kept together or not at all. */
  #persist() {
    this.#saveDue = false;
    const { store } = this.#options;
    if (!store || !this.#token) {
      return;
    }
    const rooms = [...this.#rooms.values()].filter((room) => room._member && !room.leaving);
    const kept = {
      version: 1,
      id: this.id,
      token: toBase64(this.#token),
      attempt: this.#attempt,
      correlation: this.#requests.correlation,
      agent: this.agent._freeze(),
      rooms: rooms.map((room) => room._freeze()),
    };
    try {
      store.setItem(this.#storeKey(), JSON.stringify(kept));
    } catch (error) {
      this._emit('error', new CardeaError('STORE_FULL', error.message));
    }
  }

  _save() {
    if (this.#options.store && !this.#saveDue) {
      this.#saveDue = true;
      queueMicrotask(() => this.#persist());
    }
  }

  /** What the store holds; something else than a session of this version counts as nothing. */
  #kept() {
    try {
      const kept = JSON.parse(this.#options.store?.getItem(this.#storeKey()) ?? 'null');
      return kept?.version === 1 ? kept : null;
    } catch {
      return null;
    }
  }

  #restore() {
    const kept = this.#kept();
    if (!kept) {
      return;
    }
    this.id = kept.id;
    this.#token = fromBase64(kept.token);
    this.#attempt = kept.attempt;
    this.#requests.correlation = kept.correlation;
    this.agent._thaw(kept.agent);
    for (const frozen of kept.rooms) {
      const room = new Room(this, frozen.type, frozen.key, { watches: frozen.watches === true });
      room._thaw(frozen);
      room._loadProtocol().catch((error) => this._emit('error', error));
      this.#rooms.set(`${frozen.type}/${frozen.key}`, room);
    }
  }
}

/**
 * Signs in, or resumes the session that `store` holds.
 *
 * @param {object} options
 * @param {string | string[]} options.url `ws://host:8080/cardea`; several are tried in turn
 * @param {object | function} [options.credential] `{dev: 'ann'}`, `{jwt: '...'}`, or a function
 *     that returns one, perhaps later
 * @param {Storage} [options.store] for example `sessionStorage`: a reload goes on
 * @param {AbortSignal} [options.signal] closes the session
 * @returns {Promise<Session>} when the server has said WELCOME; until then it keeps trying
 */
export function connect(options) {
  return new Session(options).open();
}

/** `Cardea.connect(...)`, for those who like a name in front. */
export const Cardea = Object.freeze({ connect });
