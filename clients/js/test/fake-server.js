/**
 * A server by hand: tests see each frame that the client sends and say each frame that it gets, on
 * a clock that only tests move. No sockets.
 */
import { ByteReader, ByteWriter, Session, decodeFrame, encodeFrame } from '../cardea.js';
import { CHAT_HASH, CHAT_SCHEMA } from './chat-schema.js';

const HELPED = new Set(['PING', 'PONG']);

/** Lets everything that is due in promises happen. */
export async function settle() {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Time that stands still until `advance`. */
export class FakeClock {
  millis = 1_000_000;
  chance = 0.5;
  #timers = new Map();
  #last = 0;

  env() {
    return {
      now: () => this.millis,
      wall: () => 1_700_000_000_000 + this.millis,
      random: () => this.chance,
      setTimeout: (run, millis) => {
        this.#timers.set(++this.#last, { at: this.millis + millis, run });
        return this.#last;
      },
      clearTimeout: (timer) => this.#timers.delete(timer),
    };
  }

  async advance(millis) {
    const end = this.millis + millis;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end);
      if (due.length === 0) {
        break;
      }
      const [id, { at, run }] = due.reduce((a, b) => (b[1].at < a[1].at ? b : a));
      this.#timers.delete(id);
      this.millis = Math.max(this.millis, at);
      run();
      await settle();
    }
    this.millis = end;
    await settle();
  }
}

/** One connection as the server sees it. */
export class FakePath {
  kind = 'fake';
  /** Frames of the client not looked at yet. */
  frames = [];
  closed = null;

  constructor(url, listener, schema = CHAT_SCHEMA) {
    this.url = url;
    this.listener = listener;
    this.schema = schema;
  }

  send(bytes) {
    const in_ = new ByteReader(bytes);
    while (in_.left > 0) {
      this.frames.push(decodeFrame(in_.bytes(in_.u24())));
    }
  }

  close(code) {
    this.closed = { code };
  }

  /** The client's next frame, which must be of that kind. Heartbeats are stepped over. */
  async next(kind) {
    await settle();
    const frame = this.frames.find(({ frame }) => kind === frame || !HELPED.has(frame));
    if (frame?.frame !== kind) {
      throw new Error(`expected ${kind}, found ${frame?.frame ?? 'nothing'}`);
    }
    this.frames.splice(this.frames.indexOf(frame), 1);
    return frame;
  }

  /** What else the client has sent, heartbeats aside. */
  async others() {
    await settle();
    return this.frames.splice(0).filter(({ frame }) => !HELPED.has(frame));
  }

  /** All frames in one message. */
  async say(...frames) {
    const out = new ByteWriter();
    for (const frame of frames) {
      const body = encodeFrame(frame).done();
      out.u24(body.length).bytes(body);
    }
    this.listener.bytes(out.done().slice());
    await settle();
  }

  /** The connection breaks, or ends with a WebSocket close code. */
  async cut(code = null) {
    this.listener.closed(code, '');
    await settle();
  }

  // -- frames that every test needs --

  async welcome(fields = {}) {
    const hello = await this.next('HELLO');
    await this.say({
      frame: 'WELCOME',
      session: Uint8Array.from({ length: 16 }, (_, i) => i),
      token: new TextEncoder().encode('token-1'),
      tokenLifetimeSeconds: 3600,
      serverMicros: 0n,
      heartbeat: { pingIntervalMillis: 5000, idleTimeoutMillis: 15000 },
      account: 'dev:ann',
      name: 'ann',
      gateway: 'g1',
      ...fields,
    });
    return hello;
  }

  attached(fields = {}) {
    return {
      frame: 'ATTACHED',
      channel: 1,
      fresh: true,
      owner: 'chat/lobby',
      type: 'chat',
      epoch: 7n,
      seat: 3,
      seq: 100n,
      applied: 0,
      schemaHash: CHAT_HASH,
      tick: 0n,
      serverMicros: 0n,
      ...fields,
    };
  }

  state(fields = {}) {
    return { frame: 'STATE', channel: 1, last: true, seq: 100n, body: new Uint8Array(), ...fields };
  }

  patch(seq, fields = {}) {
    const none = { tick: null, more: false, body: new Uint8Array() };
    return { frame: 'PATCH', channel: 1, seq, ...none, ...fields };
  }

  line(seq, text, fields = {}) {
    const body = new ByteWriter().varint(1).text(text).done().slice();
    return { frame: 'EVENT', delivery: 'reliable', channel: 1, seq, body, ...fields };
  }

  /** Answers the requests for schemas and seats that come with a join. */
  async answerJoin() {
    const requests = (await this.others()).filter(({ frame }) => frame === 'REQUEST');
    for (const { route, correlation, body: asked } of requests) {
      const body = new ByteWriter();
      if (route === 1 || route === 7) {
        const in_ = new ByteReader(asked);
        body.text(`${in_.text(32)}/${in_.text(64)}`);
      } else {
        body.text(JSON.stringify(this.schema));
      }
      const reply = { frame: 'REPLY', correlation, status: 0, retryAfterMillis: 0 };
      await this.say({ ...reply, body: body.done().slice() });
    }
    return requests;
  }
}

/** A client with a fake clock, a fake server, and a list of all connections that it opened. */
export class World {
  clock = new FakeClock();
  paths = [];

  constructor(options = {}) {
    this.options = {
      url: 'ws://one:1/cardea',
      credential: { dev: 'ann' },
      transport: (url, listener) => {
        const path = new FakePath(url, listener, options.schema);
        this.paths.push(path);
        return path;
      },
      ...options,
      env: { ...this.clock.env(), report: options.report ?? ((error) => Promise.reject(error)) },
    };
    this.session = new Session(this.options);
    this.states = [];
    this.session.on('state', (state) => this.states.push(state));
  }

  get path() {
    return this.paths.at(-1);
  }

  /** Opens the newest connection, up to WELCOME. @returns the HELLO */
  async connected(fields) {
    this.session.open();
    await settle();
    this.path.listener.opened();
    return this.path.welcome(fields);
  }

  /** Breaks the connection and opens the next one. @returns the HELLO */
  async reconnected(fields) {
    await this.path.cut();
    await this.clock.advance(this.states.at(-1).retryInMillis);
    this.path.listener.opened();
    return this.path.welcome(fields);
  }

  /** Joins chat/lobby; what it says is collected in `heard`. */
  async joined(attached = {}, state = {}) {
    await this.connected();
    const joining = this.session.join('chat', 'lobby');
    await this.path.answerJoin();
    await this.path.next('ATTACH');
    await this.path.say(this.path.attached(attached), this.path.state(state));
    this.room = await joining;
    this.heard = [];
    this.listen(this.room);
    await settle();
    return this.room;
  }

  listen(room) {
    room.on('Line', ({ text }) => this.heard.push(text));
    for (const notice of ['fresh', 'recovered', 'dropped', 'gone', 'error']) {
      room.on(notice, (detail) => this.heard.push(detail ? [notice, detail] : notice));
    }
  }
}
