/** Cardea's client for browsers and Node. What each part does is said in cardea.js. */

export declare const CloseCode: Readonly<{
  NORMAL: 0;
  GOING_AWAY: 1;
  INTERNAL: 2;
  PROTOCOL_ERROR: 3;
  FRAME_TOO_LARGE: 4;
  VERSION_UNSUPPORTED: 5;
  HANDSHAKE_TIMEOUT: 6;
  IDLE_TIMEOUT: 7;
  SLOW_CONSUMER: 8;
  SUPERSEDED: 9;
  KICKED: 10;
  BANNED: 11;
  SERVER_FULL: 12;
  TOO_MANY_FROM_ADDRESS: 13;
  LOGGED_IN_ELSEWHERE: 14;
  AUTH_FAILED: 401;
  RATE_LIMITED: 429;
  UNAVAILABLE: 503;
}>;

export declare const GoneReason: Readonly<{
  NO_SUCH_OWNER: 1;
  NO_SEAT: 2;
  LEFT: 3;
  KICKED: 4;
  ROOM_CLOSED: 5;
  ROOM_FAILED: 6;
  SEAT_EXPIRED: 7;
  RESTARTED: 8;
  FORBIDDEN: 9;
}>;

export declare const Status: Readonly<{
  OK: 0;
  BAD_REQUEST: 400;
  FORBIDDEN: 403;
  UNKNOWN_ROUTE: 404;
  DEADLINE: 408;
  CONFLICT: 409;
  BUSY: 429;
  CANCELLED: 499;
  FAILED: 500;
  UNAVAILABLE: 503;
  UNKNOWN_OUTCOME: 520;
}>;

export declare const Limits: Readonly<{
  UNACKNOWLEDGED_INPUTS_MAX: number;
  UNACKNOWLEDGED_BYTES_MAX: number;
  PENDING_REQUESTS_MAX: number;
  STREAMS_MAX: number;
  HELLO_BYTES_MAX: number;
  HELD_MESSAGES_MAX: number;
  BATCH_BYTES_MAX: number;
  DEPTH_MAX: number;
  TABLE_ROWS_MAX: number;
  PATCH_BYTES_MAX: number;
}>;

/** Every failure that this module reports; `code` is for programs, `message` for people. */
export declare class CardeaError extends Error {
  readonly code: string;
  /** Of a reply; 0 elsewhere. */
  readonly status: number;
  readonly retryAfterMillis: number;
  constructor(
    code: string,
    message: string,
    detail?: { status?: number; retryAfterMillis?: number },
  );
}

/** Ends what `on` began. */
export type Off = () => void;

export interface MessageMeta {
  name: string;
  delivery: 'reliable' | 'latest' | 'unreliable';
  /** The owner's number of a reliable message: rises, with gaps. */
  seq?: bigint;
  /** Of a `latest` message. */
  key?: bigint;
}

export interface Dropped {
  message: string | number;
  value: unknown;
}

export interface Gone {
  /** A name of {@link GoneReason}, or the code of the error that ended the session. */
  reason: string;
  text: string;
}

/** One owner, a room or the player's own agent, as seen from here. */
export declare class Stream {
  /** `type/key`. */
  readonly owner: string;
  readonly type: string;
  /** Newest epoch ever seen; 0n before any. */
  readonly epoch: bigint;
  readonly seat: number | null;
  /** Newest input that is known to be applied: by `applied`, or when it was attached. */
  readonly applied: number;
  /** Whether messages arrive as they are said. */
  readonly live: boolean;
  /** What is not acknowledged yet. */
  readonly backlog: { count: number; bytes: number };

  on(name: 'fresh' | 'recovered', listener: () => void): Off;
  on(name: 'applied', listener: (n: number) => void): Off;
  on(name: 'dropped', listener: (inputs: Dropped[]) => void): Off;
  on(name: 'gone', listener: (gone: Gone) => void): Off;
  on(name: 'error', listener: (error: CardeaError) => void): Off;
  on(name: string, listener: (value: any, meta: MessageMeta) => void): Off;
  off(name: string, listener: (...details: any[]) => void): void;

  /**
   * Says something: it arrives once and in order, or `dropped` says otherwise.
   * @returns its number; `applied` tells when it was applied
   * @throws CardeaError BACKLOG_FULL, BAD_VALUE or CLOSED; then nothing was sent
   */
  send(message: string | number, value?: unknown): number;
}

/** One table of a room, as the server shows it: frozen rows by key. Changes by whole patches. */
export declare class Table<Row = any> {
  readonly name: string;
  readonly size: number;
  /** As of the room; while a patch is told, the one of that patch. */
  readonly tick: number;
  get(key: number): Readonly<Row> | undefined;
  has(key: number): boolean;
  keys(): IterableIterator<number>;
  values(): IterableIterator<Readonly<Row>>;
  [Symbol.iterator](): IterableIterator<[key: number, row: Readonly<Row>]>;

  /** Told when all tables are as the patch says, at most once per key and patch. */
  on(name: 'put', listener: (key: number, row: Readonly<Row>) => void): Off;
  on(
    name: 'change',
    listener: (key: number, row: Readonly<Row>, previous: Readonly<Row>) => void,
  ): Off;
  /** `row` is the last that was seen. */
  on(name: 'remove', listener: (key: number, row: Readonly<Row>) => void): Off;
  off(name: string, listener: (...details: any[]) => void): void;
}

export interface Patch {
  /** The tick after which the tables were so; null where none is known. */
  tick: number | null;
  /** The room's number of the patch. */
  seq: bigint;
}

/** The session's seat in a room. */
export declare class Room extends Stream {
  readonly key: string;
  /** Whether it is a spectator's: the room ignores what is sent, and acknowledges it. */
  readonly watches: boolean;
  readonly leaving: boolean;
  /** Newest tick of the room that is known. */
  readonly tick: number;
  /** Ticks per second; 0 if the room does not tick. */
  readonly tickRate: number;

  /** All of a patch was applied, and the tables' listeners were told. */
  on(name: 'patch', listener: (patch: Patch) => void): Off;
  on(name: 'fresh' | 'recovered', listener: () => void): Off;
  on(name: 'applied', listener: (n: number) => void): Off;
  on(name: 'dropped', listener: (inputs: Dropped[]) => void): Off;
  on(name: 'gone', listener: (gone: Gone) => void): Off;
  on(name: 'error', listener: (error: CardeaError) => void): Off;
  on(name: string, listener: (value: any, meta: MessageMeta) => void): Off;
  /**
   * Rows that the room shows; the same object at each call.
   * @throws CardeaError UNKNOWN_TABLE, or CLOSED if the schema is not here yet
   */
  table<Row = any>(name: string): Table<Row>;
  /** Gives the seat up, after everything that was sent before. */
  leave(): Promise<void>;
}

export type Credential =
  | { scheme: string; proof: string | Uint8Array }
  | { dev: string }
  | { jwt: string }
  | { [scheme: string]: string | Uint8Array };

export interface TransportListener {
  opened(): void;
  /** One or more whole records. */
  bytes(records: Uint8Array): void;
  /** `code` is a {@link CloseCode} number where the transport carries one. */
  closed(code: number | null, text: string): void;
}

export interface TransportPath {
  /** `ws`, `wss`, `tcp`, ... */
  readonly kind: string;
  send(records: Uint8Array): void;
  close(code: number | null, text: string): void;
}

export type Transport = (url: string, listener: TransportListener) => TransportPath;

export interface Environment {
  /** Milliseconds that never step back. */
  now(): number;
  /** Milliseconds of Unix time. */
  wall(): number;
  /** From 0 to less than 1. */
  random(): number;
  setTimeout(run: () => void, millis: number): unknown;
  clearTimeout(timer: any): void;
  /** What a listener of the game threw. */
  report(error: unknown): void;
}

export interface SessionOptions {
  /** `ws://host:8080/cardea`; several are tried in turn. */
  url: string | string[];
  /** Not needed if `store` holds a session. A function is asked at each sign-in. */
  credential?: Credential | null | (() => Credential | Promise<Credential>);
  /** For example `sessionStorage`: a reloaded page goes on with its session. */
  store?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Key in the store, "cardea" by default. */
  storeKey?: string;
  /** What the client says that it is: for the server's log, at most 256 bytes. */
  client?: string;
  /** Bound of the first wait for the next attempt and of all: 500 and 15000 by default. */
  backoff?: { minMillis?: number; maxMillis?: number };
  /** A WebSocket class, where there is no global one. */
  WebSocket?: new (url: string, protocol: string) => any;
  /** Another transport than WebSocket. */
  transport?: Transport;
  /** Closes the session when aborted. */
  signal?: AbortSignal;
  /** Clock, timers, chance; for tests. */
  env?: Partial<Environment>;
}

export type SessionState = 'new' | 'connecting' | 'open' | 'waiting' | 'closed';

export interface StateChange {
  state: SessionState;
  /** Why, if it is known: a number while waiting, a name of {@link CloseCode} when closed. */
  code?: number | string;
  text?: string;
  /** While waiting. */
  retryInMillis?: number;
}

export interface RequestDetails {
  /** 0 or absent: the server's default. */
  deadlineMillis?: number;
  signal?: AbortSignal;
}

/** A room in a list. */
export interface Listing {
  key: string;
  members: number;
  seats: number;
  labels: Record<string, string>;
}

/** One player's session. It outlives its connections. */
export declare class Session {
  constructor(options: SessionOptions);
  readonly state: SessionState;
  /** Session id in hex; "" before the first WELCOME. */
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly gateway: string;
  /** The player's own stream. */
  readonly agent: Stream;
  readonly rooms: Map<string, Room>;
  readonly rttMillis: number | null;
  /** The server's clock, milliseconds of Unix time. */
  readonly serverMillis: number;
  /** `ws`, `wss`, `tcp`, `tls`; "" without a connection. */
  readonly transport: string;
  /** Number of the newest connection. */
  readonly attempt: number;
  readonly counters: { reconnects: number; ignored: number; unheard: number };

  on(name: 'state', listener: (change: StateChange) => void): Off;
  on(name: 'rtt', listener: (millis: number) => void): Off;
  on(name: 'renewed', listener: () => void): Off;
  on(
    name: 'goaway',
    listener: (move: { afterMillis: number; deadlineMillis: number }) => void,
  ): Off;
  on(name: 'error', listener: (error: CardeaError) => void): Off;
  off(name: string, listener: (...details: any[]) => void): void;

  /** Connects; resolves when the server has said WELCOME. */
  open(): Promise<Session>;
  /** Ends the session for good. */
  close(): void;
  /** Breaks the connection without a word; for demonstrations and tests. */
  cut(): void;
  /** Does not wait for the next attempt any longer. */
  retryNow(): void;
  /** Joins a room, or returns the one that is joined already. */
  join(type: string, key: string, details?: { options?: Uint8Array | string }): Promise<Room>;
  /**
   * Watches a room without being a member, or returns the one that is watched already. Fails with
   * CONFLICT while the session is in it, and `join` while it watches.
   */
  watch(type: string, key: string, details?: { options?: Uint8Array | string }): Promise<Room>;
  /** Joins the oldest room of a listed type that has those labels and a place, or a new one. */
  find(
    type: string,
    details?: { labels?: Record<string, string>; options?: Uint8Array | string },
  ): Promise<Room>;
  /** Makes a room and joins it; its `key` is a code, by which friends can join. */
  create(
    type: string,
    details?: {
      labels?: Record<string, string>;
      hidden?: boolean;
      options?: Uint8Array | string;
    },
  ): Promise<Room>;
  /** A part of the list of rooms of a listed type, oldest first; `next` is 0 at the end. */
  listRooms(
    type: string,
    details?: { labels?: Record<string, string>; after?: number; limit?: number },
  ): Promise<{ rooms: Listing[]; next: number }>;
  /** Asks a service by the number or the name of its route. */
  request<Answer = any>(
    route: string | number,
    value?: unknown,
    details?: RequestDetails,
  ): Promise<Answer>;
  /** Asks a service by number and bytes. */
  requestRaw(route: number, body?: Uint8Array, details?: RequestDetails): Promise<Uint8Array>;
}

/** Signs in, or resumes the session that `store` holds. */
export declare function connect(options: SessionOptions): Promise<Session>;

export declare const Cardea: Readonly<{ connect: typeof connect }>;

/** The transport that is used unless another is given. */
export declare function webSocketTransport(
  WebSocketClass?: new (url: string, protocol: string) => any,
): Transport;

// -- for tools and tests: bytes, frames, values --

export declare class ByteReader {
  constructor(bytes: Uint8Array, start?: number, end?: number);
  readonly left: number;
  u8(): number;
  u16(): number;
  u24(): number;
  u32(): number;
  u64(): bigint;
  f32(): number;
  f64(): number;
  flag(): boolean;
  varint(max?: number): number;
  varint64(): bigint;
  bytes(count: number): Uint8Array;
  rest(): Uint8Array;
  text(bytesMax: number): string;
  restText(bytesMax: number): string;
  slice(count: number): ByteReader;
  end(): void;
}

export declare class ByteWriter {
  constructor(capacity?: number);
  readonly size: number;
  u8(value: number): this;
  u16(value: number): this;
  u24(value: number): this;
  u32(value: number): this;
  u64(value: bigint): this;
  f32(value: number): this;
  f64(value: number): this;
  flag(value: boolean): this;
  varint(value: number): this;
  varint64(value: bigint): this;
  bytes(bytes: Uint8Array): this;
  text(text: string): this;
  restText(text: string): this;
  /** What was written; a view until the next write. */
  done(): Uint8Array;
}

export interface Frame {
  frame: string;
  [field: string]: any;
}

export declare function decodeFrame(bytes: Uint8Array): Frame;
export declare function encodeFrame(frame: Frame, out?: ByteWriter): ByteWriter;

export interface Family {
  readonly only: {
    name: string;
    encode(value: unknown): Uint8Array;
    decode(body: Uint8Array): any;
  };
  encode(message: string | number, value: unknown): Uint8Array;
  decode(body: Uint8Array): { name: string; id: number; value: any };
}

/** Values as a server's schema JSON describes them. */
export declare class Schema {
  constructor(json: unknown);
  family(name: string): Family;
  /** What rows are made of, by the family `tables`. */
  tables(): { id: number; name: string; components: unknown[] }[];
}
