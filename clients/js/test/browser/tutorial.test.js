/** What a reader of docs/TUTORIAL.md has at its end, in Chromium; TutorialIT tests the rest. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Browser, Tab } from './tabs.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** A file's name, what is said of it, and a block of it. */
const BLOCK = /^`([\w./-]+\/[\w.-]+)`.*:\n\n```\w+\n([^]*?)^```$/gm;
const FREE_PORTS = {
  CARDEA_SERVER_PORT: '0',
  CARDEA_SERVER_DRAIN_TIME: '0s',
  CARDEA_LISTENERS: '[{transport: tcp, port: 0}]',
  CARDEA_ADMIN_PORT: '0',
  CARDEA_DATABASE_MODE: 'none',
};
const RED = 0xc2452d;
const BLUE = 0x33658a;
/** Where the field ends in the picture. */
const LEFT = 30;
const RIGHT = 830;
const TOP = 40;
const BOTTOM = 540;
/** More than a step of a player. */
const FAR = 50;
/** Less than one, and more than a circle's middle is off. */
const NEAR = 3;
/** Longer than a picture is behind, and than a tick. */
const FRAMES_OF_REST = 40;

/** What Chromium says of {@link look}. */
const OF_THIS_TEST = /willReadFrequently/;

const folder = mkdtempSync(join(tmpdir(), 'cardea-tutorial-'));
const game = join(folder, 'mygame');
const java = (tool) => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', tool) : tool);
let server;
let page;
let browser;

before(async () => {
  execFileSync(join(ROOT, 'cardea'), ['new', '--files-only', game], { stdio: 'pipe' });
  const tutorial = readFileSync(join(ROOT, 'docs/TUTORIAL.md'), 'utf8');
  const parts = {};
  for (const [, file, text] of tutorial.matchAll(BLOCK)) {
    parts[file] = [...(parts[file] ?? []), text];
  }
  for (const [file, texts] of Object.entries(parts)) {
    mkdirSync(dirname(join(game, file)), { recursive: true });
    writeFileSync(join(game, file), texts.join('\n'));
  }
  const libs = join(ROOT, 'examples/target/lib/*');
  const sources = join(game, 'src/main/java/mygame');
  const classes = join(game, 'target/classes');
  const files = readdirSync(sources).map((name) => join(sources, name));
  execFileSync(java('javac'), ['-d', classes, '-cp', libs, ...files], { stdio: 'pipe' });
  const path = [classes, join(game, 'src/main/resources'), libs].join(':');
  page = await start(path);
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

process.once('exit', () => server?.kill('SIGKILL'));

/** Starts the server; answers where its page is. */
function start(classPath) {
  const env = { ...process.env, ...FREE_PORTS };
  const flags = ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'];
  server = spawn(java('java'), [...flags, '-cp', classPath, 'mygame.Main', 'start'], { env });
  let said = '';
  return new Promise((resolve, reject) => {
    server.once('close', (code) => reject(new Error(`ended with ${code}:\n${said}`)));
    server.stderr.on('data', (text) => (said += text));
    server.stdout.on('data', (text) => {
      said += text;
      const address = /http:\/\/[\w.:]+\//.exec(said);
      if (address && said.includes('Ctrl-C')) {
        resolve(address[0]);
      }
    });
  });
}

/** A tab of somebody who is on the field. */
async function play(name) {
  const context = await browser.chromium.newContext();
  context.on('dialog', (dialog) => dialog.accept(name));
  const tab = await Tab.open(context, page);
  await seen(tab, RED);
  return tab;
}

/**
 * Waits until the middle of all that is of that colour is where it is wanted, and answers it.
 *
 * @param wanted any of {near, farFrom: another middle, height, stands: for how many frames}
 */
async function seen(tab, colour, wanted = {}) {
  const found = await tab.page.waitForFunction(look, { colour, NEAR, FAR, ...wanted });
  return found.jsonValue();
}

/** In the page. */
function look({ colour, NEAR, FAR, near, farFrom, height, stands }) {
  const { width, height: rows } = document.querySelector('canvas');
  const pen = document.querySelector('canvas').getContext('2d');
  const { data } = pen.getImageData(0, 0, width, rows);
  let [count, x, y] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]) === colour) {
      count += 1;
      x += (i / 4) % width;
      y += Math.floor(i / 4 / width);
    }
  }
  const dot = { x: x / count, y: y / count };
  const last = globalThis.last;
  const same = last?.dot.x === dot.x && last.dot.y === dot.y;
  globalThis.last = { dot, frames: same ? last.frames + 1 : 0 };
  const isThere =
    count > 0 &&
    (near === undefined || Math.hypot(dot.x - near.x, dot.y - near.y) < NEAR) &&
    (farFrom === undefined || Math.abs(dot.x - farFrom.x) > FAR) &&
    (height === undefined || Math.abs(dot.y - height) < NEAR) &&
    (stands === undefined || globalThis.last.frames > stands);
  return isThere && dot;
}

/** Walks up or down to the edge. */
async function walkTo(tab, key, height) {
  await tab.page.keyboard.down(key);
  await seen(tab, RED, { height });
  await tab.page.keyboard.up(key);
}

/** Begins to walk to the side where there is more room; answers the key that is held. */
async function walk(tab) {
  const from = await seen(tab, RED);
  const key = from.x < (LEFT + RIGHT) / 2 ? 'ArrowRight' : 'ArrowLeft';
  await tab.page.keyboard.down(key);
  await seen(tab, RED, { farFrom: from });
  return key;
}

test('tutorial: two tabs see each other walk, over a cut and a reload', async () => {
  const ann = await play('ann');
  await walkTo(ann, 'ArrowDown', BOTTOM);
  const ben = await play('ben');
  await walkTo(ben, 'ArrowUp', TOP);

  const key = await walk(ann);
  await ann.page.keyboard.press('c');
  await ann.page.keyboard.up(key); // said without a connection
  const stands = await seen(ben, BLUE, { stands: FRAMES_OF_REST });
  assert.ok(stands.x > LEFT + NEAR && stands.x < RIGHT - NEAR, 'what was said is lost');
  await seen(ann, RED, { near: stands });

  await ann.page.reload();
  await seen(ann, RED, { near: stands });
  await walk(ann);
  await seen(ben, BLUE, { farFrom: stands });
  const problems = [...ann.problems, ...ben.problems];
  assert.deepEqual(problems.filter((text) => !OF_THIS_TEST.test(text)), []);
});
