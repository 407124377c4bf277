/** The chat server as a visitor starts it, on free ports. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND =
  process.env.CHAT_COMMAND ?? fileURLToPath(new URL('../../../cardea', import.meta.url));
const START_MILLIS = 60_000;
const STOP_MILLIS = 15_000;
const ADDRESSES = /\b(?:http|ws|tcp):\/\/[\w.:[\]-]+\S*/g;

const SETTINGS = {
  CARDEA_SERVER_PORT: '0',
  CARDEA_SERVER_DRAIN_TIME: '0s',
  CARDEA_LISTENERS: '[{transport: tcp, port: 0}]',
  CARDEA_ADMIN_PORT: '0',
  // All tests come from one address, and cut connections much more often than anybody would.
  CARDEA_LIMITS_ADMISSION_NEW_PER_SECOND: '1000',
  CARDEA_LIMITS_ADMISSION_NEW_BURST: '1000',
};

/**
 * Starts it and waits until it serves.
 * @returns {Promise<{page: string, ws: string, tcp: string, stop: () => Promise<void>}>}
 */
export async function startChat(settings = {}) {
  const env = { ...process.env, ...SETTINGS, ...settings };
  const child = spawn(COMMAND, ['start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const addresses = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not up in time:\n${output}`)), START_MILLIS);
    ended.then((code) => reject(new Error(`ended with ${code}:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        const found = addressesIn(output);
        if (found) {
          clearTimeout(timer);
          resolve(found);
        }
      });
    }
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLIS);
    await ended;
    clearTimeout(timer);
  };
  return { ...addresses, stop };
}

/** Where the page, WebSocket and TCP are, once all of them were printed. */
function addressesIn(output) {
  const all = output.match(ADDRESSES) ?? [];
  const [ws, tcp] = ['ws', 'tcp'].map((scheme) => all.find((url) => url.startsWith(`${scheme}:`)));
  const page = ws && `http://${new URL(ws).host}/`;
  return ws && tcp && all.includes(page) ? { page, ws, tcp } : null;
}
