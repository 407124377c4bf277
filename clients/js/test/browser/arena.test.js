/** The arena's page in Chromium, against a real server. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startArena, stopAll } from '../chat-server.js';
import { CuttingProxy } from '../cutting-proxy.js';
import { Browser } from './tabs.js';

const BOTS = 20;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** Clearly more than a correction of what was predicted wrong. */
const FAR = 60;

let server;
let browser;

before(async () => {
  server = await startArena(BOTS);
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  CuttingProxy.closeAll();
  await stopAll();
});

afterEach((test) => server?.explain(test));

/** A tab in which somebody flies. */
async function fly(name, options = {}, origin = server.page) {
  const tab = await browser.tab(origin, options);
  await tab.page.fill('#name', name);
  await tab.page.click('#sign-in button');
  await tab.page.waitForFunction(() => globalThis.arena.game?.own?.hull > 0);
  assert.equal(await tab.page.isVisible('#welcome'), false);
  return tab;
}

/** Where one's own ship is. */
const own = (tab) =>
  tab.page.evaluate(() => {
    const { x, y } = globalThis.arena.game.own;
    return { x, y };
  });

/** Presses until the ship has flown; to be at speed is not enough, nor to be launched anew. */
async function movesBy(tab, press, release) {
  const before = await own(tab);
  await press();
  await tab.page.waitForFunction(
    ([x, y, far]) => {
      const ship = globalThis.arena.game.own;
      return Math.hypot(ship.x - x, ship.y - y) > far && Math.hypot(ship.vx, ship.vy) > far;
    },
    [before.x, before.y, FAR],
  );
  await release();
}

/** Nothing was complained of, and nothing is wider or higher than the screen. */
async function endsWell(tab) {
  assert.deepEqual(tab.problems, []);
  const fits = await tab.page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return scrollWidth <= innerWidth && scrollHeight <= innerHeight;
  });
  assert.ok(fits, 'the page scrolls');
  await tab.close();
}

test('arena: its page has a strict policy, and nothing comes from elsewhere', async () => {
  const tab = await browser.tab(server.page);
  const policy = tab.response.headers()['content-security-policy'];
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const origins = await tab.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  assert.ok(origins.length >= 10);
  assert.deepEqual([...new Set(origins)], [new URL(server.page).origin]);
  await endsWell(tab);
});

test('arena: bots fly and shoot, and the figures say so', async () => {
  const tab = await fly('ann');
  const before = await tab.page.evaluate(() => {
    const bots = [...globalThis.arena.game.ships].filter(([, { bot }]) => bot);
    return Object.fromEntries(bots.map(([key, { x }]) => [key, x]));
  });
  assert.equal(Object.keys(before).length, BOTS);
  await tab.page.waitForFunction((known) => {
    const ships = [...globalThis.arena.game.ships];
    return ships.filter(([key, { x }]) => Math.abs(x - known[key]) > 10).length > 10;
  }, before);
  await tab.page.waitForFunction(
    (rows) => Number(document.getElementById('rows').textContent) > rows,
    BOTS + 1, // more than ships: shots
  );
  await tab.page.waitForFunction(() =>
    /^[\d.]+ ms$/.test(document.getElementById('rtt').textContent),
  );
  const figure = (id) => tab.page.textContent(`#${id}`).then(parseFloat);
  assert.ok((await figure('tick')) > 0);
  assert.ok((await figure('received')) > 0);
  assert.equal(await tab.page.$$eval('#scores li', (lines) => lines.length > 4), true);
  await endsWell(tab);
});

test('arena: a key moves the own ship, at once and in the room', async () => {
  const tab = await fly('ben');
  const { keyboard } = tab.page;
  const { x } = await own(tab);
  const key = x < 1600 ? 'KeyD' : 'KeyA';
  await movesBy(
    tab,
    () => keyboard.down(key),
    () => keyboard.up(key),
  );
  await tab.page.waitForFunction(() => {
    const { game } = globalThis.arena;
    const told = game.ships.get(game.me);
    return told.vx === 0 && told.vy === 0 && told.x === game.own.x && told.y === game.own.y;
  });
  await endsWell(tab);
});

test('arena: who holds the mouse shoots', async () => {
  const tab = await fly('cleo');
  await tab.page.evaluate(() => {
    const { game } = globalThis.arena;
    globalThis.shots = 0;
    game.shots.on('put', (_, { by }) => (globalThis.shots += by === game.me ? 1 : 0));
  });
  await tab.page.mouse.move(900, 200);
  await tab.page.mouse.down();
  await tab.page.waitForFunction(() => globalThis.shots >= 3);
  await tab.page.mouse.up();
  await endsWell(tab);
});

test('arena: on a phone thumbs fly and shoot, and panels leave room for each other', async () => {
  const tab = await fly('dora', PHONE);
  const touch = await tab.context.newCDPSession(tab.page);
  const thumb = (type, touchPoints) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  const { x } = await own(tab);
  const way = x < 1600 ? 70 : -70;
  await movesBy(
    tab,
    async () => {
      await thumb('touchStart', [{ x: 90, y: 700, id: 1 }]);
      await thumb('touchMove', [{ x: 90 + way, y: 700, id: 1 }]);
    },
    () => thumb('touchEnd', []),
  );
  await tab.page.evaluate(() => {
    const { game } = globalThis.arena;
    game.shots.on('put', (_, { by }) => (globalThis.shot ||= by === game.me));
  });
  await thumb('touchStart', [{ x: 300, y: 700, id: 2 }]);
  await tab.page.waitForFunction(() => globalThis.shot);
  await thumb('touchEnd', []);
  const [figures, best, news] = await Promise.all(
    ['#figures', '#best', '#news'].map((id) => tab.page.locator(id).boundingBox()),
  );
  assert.ok(figures.x + figures.width < best.x, 'figures and best overlap');
  assert.ok(figures.y + figures.height < news.y, 'figures and news overlap');
  await endsWell(tab);
});

test('arena: who is cut off flies on when the connection is back', async () => {
  const proxy = await CuttingProxy.to(new URL(server.page).port);
  const tab = await fly('emil', {}, `http://127.0.0.1:${proxy.port}/`);
  const { me, tick } = await tab.page.evaluate(() => {
    const { game } = globalThis.arena;
    return { me: game.me, tick: game.tick };
  });
  proxy.cut();
  await tab.online();
  await tab.page.waitForFunction((before) => globalThis.arena.game.tick > before + 20, tick);
  assert.equal(await tab.page.evaluate(() => globalThis.arena.game.me), me);
  assert.equal(await tab.page.isVisible('#welcome'), false);
  const { keyboard } = tab.page;
  const { x } = await own(tab);
  const key = x < 1600 ? 'ArrowRight' : 'ArrowLeft';
  await movesBy(
    tab,
    () => keyboard.down(key),
    () => keyboard.up(key),
  );
  await endsWell(tab);
  proxy.close();
});
