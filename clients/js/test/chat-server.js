/** The examples of this tree as a visitor starts them: servers, on free ports, and the terminal. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../cardea', import.meta.url));
const START_MILLIS = 60_000;
const STOP_MILLIS = 15_000;
const TAIL_LINES = 40;
const OUTPUT_CHARS_MAX = 1_000_000;
const ADDRESSES = /\b(?:http|ws|tcp):\/\/[\w.:[\]-]+\S*/g;

const SETTINGS = {
  CARDEA_SERVER_PORT: '0',
  CARDEA_SERVER_DRAIN_TIME: '0s',
  CARDEA_LISTENERS: '[{transport: tcp, port: 0}]',
  CARDEA_ADMIN_PORT: '0',
  CARDEA_DATABASE_MODE: 'none',
  // All tests come from one address, and cut connections much more often than anybody would.
  CARDEA_LIMITS_ADMISSION_NEW_PER_SECOND: '1000',
  CARDEA_LIMITS_ADMISSION_NEW_BURST: '1000',
};

/** Every {@link Program} that has not ended. */
const running = new Set();

/** Ends whatever a test, or its failure, has left running. */
export async function stopAll() {
  await Promise.all([...running].map((program) => program.stop()));
}

// The runner ends a test file that takes too long by SIGTERM: nothing after the tests runs then.
process.once('SIGTERM', () => process.exit(1));
process.once('exit', () => running.forEach((program) => program.kill()));

/** A command of `./cardea`, and what it has printed so far. */
class Program {
  output = '';
  #child;
  #ended;
  #waiting = new Set();

  constructor(words, settings) {
    const env = { ...process.env, ...settings };
    this.#child = spawn(COMMAND, words, { env, stdio: 'pipe' });
    this.#child.stdin.on('error', () => {}); // it ended, which is told below
    running.add(this);
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        running.delete(this);
        this.#look({ code });
        resolve(code);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.output = (this.output + text).slice(-OUTPUT_CHARS_MAX);
        this.#look({});
      });
    }
  }

  #look(end) {
    this.#waiting.forEach((look) => look(end));
  }

  /** Waits until `find` finds something in the output, and answers it. */
  until(find, what) {
    return new Promise((resolve, reject) => {
      const settle = (act, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act(value);
      };
      const fail = (how) => settle(reject, new Error(`${what}: ${how}\n${this.tail()}`));
      const look = ({ code }) => {
        const found = find(this.output);
        if (found) {
          settle(resolve, found);
        } else if (code !== undefined) {
          fail(`ended with ${code}`);
        }
      };
      const timer = setTimeout(() => fail('not in time'), START_MILLIS);
      this.#waiting.add(look);
      look({});
    });
  }

  /** The last lines that it printed. */
  tail() {
    return this.output.split('\n').slice(-TAIL_LINES).join('\n');
  }

  type(line) {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Ends it at once. */
  kill() {
    this.#child.kill('SIGKILL');
  }

  /** Asks it to end. Answers its exit code. */
  stop() {
    this.#child.kill('SIGTERM');
    return this.finish();
  }

  /** Types no more and waits until it ends, but not for long. Answers its exit code. */
  async finish() {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.kill(), STOP_MILLIS);
    const code = await this.#ended;
    clearTimeout(timer);
    return code;
  }
}

/**
 * Starts the chat and waits until it serves.
 * @returns {Promise<{page: string, ws: string, tcp: string,
 *     explain: (test: {passed: boolean, name: string}) => void}>} `explain` is for `afterEach`: if
 *     the test failed, it prints what the server said last
 */
export function startChat(settings = {}) {
  return start(['start'], settings);
}

/** Starts the arena with so many bots, and is otherwise as {@link startChat}. */
export function startArena(bots) {
  return start(['demo', `--bots=${bots}`], {});
}

/** Starts liar's dice, and is otherwise as {@link startChat}. */
export function startDice() {
  return start(['demo', 'dice'], {});
}

async function start(words, settings) {
  const program = new Program(words, { ...SETTINGS, ...settings });
  const addresses = await program.until(addressesIn, 'the server');
  const explain = ({ passed, name }) => {
    if (!passed) {
      console.error(`The server's last lines when this failed: ${name}\n${program.tail()}`);
    }
  };
  return { ...addresses, explain };
}

/** Where the page, WebSocket and TCP are, once all of them were printed. */
function addressesIn(output) {
  const all = output.match(ADDRESSES) ?? [];
  const [ws, tcp] = ['ws', 'tcp'].map((scheme) => all.find((url) => url.startsWith(`${scheme}:`)));
  const page = ws && `http://${new URL(ws).host}/`;
  return ws && tcp && all.includes(page) ? { page, ws, tcp } : null;
}

/** `./cardea chat`, fed through a pipe. */
export class Terminal {
  #program;

  /** Starts it and waits until it is in the channel. */
  static async open(server, name, channel) {
    const terminal = new Terminal();
    terminal.#program = new Program(['chat', '--server', server, '--name', name, channel], {});
    await terminal.sees(`you are in ${channel}`);
    return terminal;
  }

  say(text) {
    this.#program.type(text);
  }

  sees(text) {
    return this.#program.until((output) => output.includes(text), text);
  }

  until(find, what) {
    return this.#program.until(find, what);
  }

  /** Waits until somebody has said `text`. */
  heard(text) {
    return this.#program.until(() => this.said().includes(text), text);
  }

  /** All that was said here, oldest first. */
  said() {
    const lines = this.#program.output.matchAll(/^\d\d:\d\d [^:\n]+: (.*)\n/gm);
    return [...lines].map(([, text]) => text);
  }

  /** How often it has come back after a cut. */
  resumed() {
    return this.#program.output.split('* connected again').length - 1;
  }

  /** Answers its exit code. */
  close() {
    return this.#program.finish();
  }
}
