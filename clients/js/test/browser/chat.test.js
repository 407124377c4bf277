/** The chat page in Chromium, against a real server. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { connect } from '../../cardea.js';
import { tcpTransport } from '../../cardea-node.js';
import { startChat, stopAll, Terminal } from '../chat-server.js';
import { CuttingProxy, seeded } from '../cutting-proxy.js';
import { Browser } from './tabs.js';

/** Each says so many lines at least, and more until each was cut so often. */
const LINES = 40;
const LINES_MAX = 200;
const CUTS = 10;
/** The channel lets pass four lines a second. */
const PACE_MILLIS = 260;
const SEED = Number(process.env.TEST_SEED ?? Date.now() % 100_000);

let server;
let browser;
let channels = 0;

before(async () => {
  server = await startChat();
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  CuttingProxy.closeAll();
  await stopAll();
});

afterEach((test) => server?.explain(test));

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** A channel that no other test is in. */
const freshChannel = () => `room-${++channels}`;

async function enter(tab, channel) {
  await tab.page.fill('#channel-name', channel);
  await tab.page.press('#channel-name', 'Enter');
  await tab.sees('#title', channel);
  await tab.page.waitForSelector('.person', { state: 'attached' });
}

async function twoTabs(channel, origins = [server.page, server.page]) {
  const ann = await (await browser.tab(origins[0])).signIn(`ann-${channel}`);
  await enter(ann, channel);
  const ben = await (await browser.tab(origins[1])).signIn(`ben-${channel}`);
  await enter(ben, channel);
  return { ann, ben };
}

async function closeAll(...tabs) {
  for (const tab of tabs) {
    assert.deepEqual(tab.problems, []);
    await tab.close();
  }
}

test('the page is served with a strict policy, and nothing comes from elsewhere', async () => {
  const tab = await browser.tab(server.page);
  const policy = tab.response.headers()['content-security-policy'];
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const origins = await tab.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  assert.ok(origins.length >= 4);
  assert.deepEqual([...new Set(origins)], [new URL(server.page).origin]);
  await closeAll(tab);
});

test('two tabs talk: lines, people, who is writing, and history for who comes later', async () => {
  const channel = freshChannel();
  const { ann, ben } = await twoTabs(channel);
  await ann.sees('#people-list', `ben-${channel}`);
  await ann.sees('.news', 'came in');
  await ann.say('hello <b>ben</b>');
  await ben.heard('hello <b>ben</b>');
  await ben.page.type('#text', 'h');
  await ann.sees('#typing', `ben-${channel} is writing`);
  await ben.say('hi');
  await ann.heard('hi');
  const cleo = await (await browser.tab(server.page)).signIn(`cleo-${channel}`);
  await enter(cleo, channel);
  await cleo.heard('hi');
  assert.deepEqual(await cleo.said(), ['hello <b>ben</b>', 'hi']);
  await cleo.page.click('#leave');
  await ann.sees('.news', `cleo-${channel} left`);
  await closeAll(ann, ben, cleo);
});

test('a tab and a program over TCP talk', async () => {
  const channel = freshChannel();
  const ann = await (await browser.tab(server.page)).signIn(`ann-${channel}`);
  await enter(ann, channel);
  const credential = { dev: 'robot' };
  const session = await connect({ url: server.tcp, transport: tcpTransport(), credential });
  const room = await session.join('chat', channel);
  const heard = new Promise((resolve) => room.on('Line', ({ said }) => resolve(said.text)));
  await ann.say('are you a robot?');
  assert.equal(await heard, 'are you a robot?');
  room.send('Say', { text: 'I am' });
  await ann.heard('I am');
  session.close();
  await closeAll(ann);
});

test('a whisper reaches one alone, and who signs out has left', async () => {
  const channel = freshChannel();
  const { ann, ben } = await twoTabs(channel);
  await ann.page.click(`.person:has-text("ben-${channel}")`);
  await ann.say('psst');
  await ann.heard('psst');
  await ben.page.click('#whispers .place');
  await ben.heard('psst');
  await ben.page.click('#sign-out');
  await ben.page.waitForSelector('#sign-in');
  await ann.page.click(`.place[data-key="#${channel}"]`);
  await ann.sees('.news', `ben-${channel} left`);
  assert.deepEqual(await ann.said(), []);
  await closeAll(ann, ben);
});

test('the button that cuts the connection costs nothing', async () => {
  const channel = freshChannel();
  const { ann, ben } = await twoTabs(channel);
  await ann.page.click('#cut');
  await ben.say('while you were away');
  await ann.sees('#notice', 'Nothing was lost');
  await ann.heard('while you were away');
  assert.equal(await ann.attempt(), 2);
  await closeAll(ann, ben);
});

test('others see who is away, and who is back', async () => {
  const channel = freshChannel();
  const proxy = await CuttingProxy.to(new URL(server.page).port);
  const { ann, ben } = await twoTabs(channel, [server.page, `http://127.0.0.1:${proxy.port}/`]);
  proxy.refusing = true;
  proxy.cut();
  await ann.sees('.person.away', `ben-${channel}`);
  proxy.refusing = false;
  await ann.page.waitForFunction(() => !document.querySelector('.person.away'));
  await closeAll(ann, ben);
  proxy.close();
});

/**
 * The promise of the whole thing. Two tabs and `./cardea chat` over TCP write, while the connection
 * of each is reset at random moments, so that bytes of both directions are lost.
 */
test(`cuts again and again lose, double and reorder nothing (seed ${SEED})`, async () => {
  const channel = freshChannel();
  const random = seeded(SEED);
  const ports = [server.page, server.page, server.tcp].map((url) => new URL(url).port);
  const proxies = await Promise.all(ports.map((port) => CuttingProxy.to(port)));
  const origins = proxies.map(({ port }) => `http://127.0.0.1:${port}/`);
  const { ann, ben } = await twoTabs(channel, origins);
  const ivy = await Terminal.open(`tcp://127.0.0.1:${proxies[2].port}`, `ivy-${channel}`, channel);
  const everybody = { ann, ben, ivy };
  let writing = true;
  const goingOn = () => writing;
  const cutting = [
    cutTab(ann, proxies[0], random, goingOn),
    cutTab(ben, proxies[1], random, goingOn),
    cutTerminal(ivy, proxies[2], random, goingOn),
  ];
  let lines = 0;
  try {
    while (lines < LINES || (proxies.some(({ cuts }) => cuts < CUTS) && lines < LINES_MAX)) {
      const say = ([name, one]) => one.say(`${name} ${lines}`);
      await Promise.all([...Object.entries(everybody).map(say), sleep(PACE_MILLIS)]);
      lines += 1;
    }
  } finally {
    writing = false;
  }
  await Promise.all(cutting);
  const cuts = proxies.map((proxy) => proxy.cuts);
  assert.ok(Math.min(...cuts) >= CUTS, `${cuts} cuts in ${lines} lines are too few`);
  for (const name of Object.keys(everybody)) {
    await Promise.all(Object.values(everybody).map((one) => one.heard(`${name} ${lines - 1}`)));
  }
  const heard = await ann.said();
  for (const name of Object.keys(everybody)) {
    const own = Array.from({ length: lines }, (_, line) => `${name} ${line}`);
    const from = heard.filter((text) => text.startsWith(name));
    assert.deepEqual(from, own);
  }
  assert.equal(heard.length, 3 * lines);
  assert.deepEqual(await ben.said(), heard);
  assert.deepEqual(ivy.said(), heard);
  assert.equal(await ivy.close(), 0);
  await closeAll(ann, ben);
  proxies.forEach((proxy) => proxy.close());
});

/** Cuts anew as soon as the tab begins to connect, or later, and ends with it connected. */
async function cutTab(tab, proxy, random, goingOn) {
  while (goingOn()) {
    await sleep(100 + random() * 700);
    proxy.cut();
    await sleep(random() * 200);
    await tab.online();
  }
}

/** Waits for the terminal to come back, for nothing tells it that a network is there again. */
async function cutTerminal(terminal, proxy, random, goingOn) {
  while (goingOn()) {
    await sleep(100 + random() * 700);
    const before = terminal.resumed();
    proxy.cut();
    await terminal.until(() => terminal.resumed() > before, 'back after a cut');
  }
}

test('a reloaded page goes on as the same member, and says what it had not yet said', async () => {
  const channel = freshChannel();
  const proxy = await CuttingProxy.to(new URL(server.page).port);
  const { ann, ben } = await twoTabs(channel, [`http://127.0.0.1:${proxy.port}/`, server.page]);
  await ann.say('before');
  await ben.heard('before');
  proxy.cut();
  await ann.say('written while cut');
  await ann.page.reload();
  await ann.page.waitForSelector('#status[data-state="open"]');
  await ann.page.click(`.place[data-key="#${channel}"]`);
  await ben.heard('written while cut');
  await ann.heard('written while cut');
  await ann.say('after');
  await ben.heard('after');
  assert.deepEqual(await ben.said(), ['before', 'written while cut', 'after']);
  assert.deepEqual(await ann.said(), ['before', 'written while cut', 'after']);
  const news = await ben.page.$$eval('.news', (all) => all.map((e) => e.textContent));
  assert.deepEqual(news, []);
  await closeAll(ann, ben);
  proxy.close();
});

test('a session that goes on in another tab says so in the older one', async () => {
  const channel = freshChannel();
  const ann = await (await browser.tab(server.page)).signIn(`ann-${channel}`);
  const kept = await ann.page.evaluate(() => sessionStorage.getItem('cardea'));
  const copy = await ann.context.newPage();
  await copy.addInitScript((text) => sessionStorage.setItem('cardea', text), kept);
  await copy.goto(server.page);
  await copy.waitForSelector('#status[data-state="open"]');
  await ann.sees('#ended-text', 'another tab');
  await closeAll(ann);
});

test('who speaks too fast gets the words back', async () => {
  const channel = freshChannel();
  const ann = await (await browser.tab(server.page)).signIn(`ann-${channel}`);
  await enter(ann, channel);
  await ann.page.evaluate(() => {
    for (let line = 0; line < 40; line++) {
      document.getElementById('text').value = `quick ${line}`;
      document.getElementById('composer').requestSubmit();
    }
  });
  await ann.sees('.news', 'slowly, please');
  assert.match(await ann.page.inputValue('#text'), /^quick \d+$/);
  const said = await ann.said();
  assert.deepEqual(
    said.slice(0, 10),
    Array.from({ length: 10 }, (_, line) => `quick ${line}`),
  );
  await closeAll(ann);
});

test('on a phone the lists slide in, and nothing is wider than the screen', async () => {
  const channel = freshChannel();
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ann = await (await browser.tab(server.page, phone)).signIn(`ann-${channel}`);
  const { page } = ann;
  assert.equal(await page.isVisible('#channels'), false);
  await page.click('#open-places');
  await page.fill('#channel-name', channel);
  await page.press('#channel-name', 'Enter');
  await ann.sees('#title', channel);
  assert.equal(await page.isVisible('#channels'), false);
  await page.click('#open-people');
  await ann.sees('#people-list', `ann-${channel}`);
  assert.equal(await page.isVisible('#people-list'), true);
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#people-list'), false);
  await ann.say('x'.repeat(400));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(width, 390);
  await closeAll(ann);
});
