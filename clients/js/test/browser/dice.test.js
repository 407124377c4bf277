/** Liar's dice in Chromium, in several tabs, against a real server. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startDice, stopAll } from '../chat-server.js';
import { CuttingProxy } from '../cutting-proxy.js';
import { Browser } from './tabs.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let server;
let browser;

before(async () => {
  server = await startDice();
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  CuttingProxy.closeAll();
  await stopAll();
});

afterEach((test) => server?.explain(test));

const seated = (tab) => tab.page.waitForFunction(() => globalThis.dice.game?.me > 0);

/** A tab at a new table. */
async function host(name, options = {}, origin = server.page) {
  const tab = await browser.tab(origin, options);
  await tab.page.fill('#name', name);
  await tab.page.click('#create');
  await seated(tab);
  return tab;
}

/** A tab at the table of that code. */
async function guest(name, key, options = {}) {
  const tab = await browser.tab(server.page, options);
  await tab.page.fill('#name', name);
  await tab.page.fill('#code', key);
  await tab.page.click('#join');
  await seated(tab);
  return tab;
}

const key = (tab) => tab.page.textContent('#key');

/** What the page knows, and what it shows: nothing that is in neither can be cheated with. */
const look = (tab) =>
  tab.page.evaluate(() => {
    const { game } = globalThis.dice;
    const shown = (seat) => [...seat.querySelectorAll('.die')].map(({ dataset }) => +dataset.face);
    const seats = [...document.querySelectorAll('.seat')];
    return {
      me: game.me,
      phase: game.round.phase,
      turn: game.round.turn,
      hands: Object.fromEntries([...game.hands].map(([id, { dice }]) => [id, [...dice].sort()])),
      seats: Object.fromEntries(seats.map((seat) => [seat.dataset.player, shown(seat)])),
    };
  });

const inPhase = (tab, phase) =>
  tab.page.waitForFunction((wanted) => globalThis.dice.game.round.phase === wanted, phase);

/** Starts a game and answers the tabs in the order of their turns. */
async function begin(...tabs) {
  await tabs[0].page.click('#start');
  await Promise.all(tabs.map((tab) => inPhase(tab, 'BIDDING')));
  const { turn } = await look(tabs[0]);
  const seats = await Promise.all(tabs.map(async (tab) => ({ tab, me: (await look(tab)).me })));
  const behind = ({ me }) => (me < turn ? 1 : 0);
  seats.sort((one, other) => behind(one) - behind(other) || one.me - other.me);
  return seats.map(({ tab }) => tab);
}

const myTurn = (tab) => tab.page.waitForSelector('.my-turn #controls:not([hidden])');

/** Knows its own five dice and shows them, and of the others that they have five. */
function seesItsOwnAlone({ me, hands, seats }) {
  assert.deepEqual(Object.keys(hands), [String(me)]);
  assert.equal(hands[me].length, 5);
  assert.deepEqual(seats[me], hands[me]);
  for (const [id, faces] of Object.entries(seats)) {
    if (id !== String(me)) {
      assert.deepEqual(faces, [0, 0, 0, 0, 0], `the dice of ${id} are seen`);
    }
  }
}

/** Nothing is wider or higher than the screen. */
async function fits({ page }) {
  const fitting = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const felt = document.getElementById('felt');
    const cut = felt.scrollHeight > felt.clientHeight || felt.scrollWidth > felt.clientWidth;
    return scrollWidth <= innerWidth && scrollHeight <= innerHeight && !cut;
  });
  assert.ok(fitting, 'something does not fit on the page');
}

/** Nothing was complained of, and all fits. */
async function endsWell(...tabs) {
  for (const tab of tabs) {
    assert.deepEqual(tab.problems, []);
    await fits(tab);
    await tab.close();
  }
}

test('dice: its page has a strict policy, and nothing comes from elsewhere', async () => {
  const tab = await browser.tab(server.page);
  const policy = tab.response.headers()['content-security-policy'];
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const origins = await tab.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  assert.ok(origins.length >= 8);
  assert.deepEqual([...new Set(origins)], [new URL(server.page).origin]);
  await endsWell(tab);
});

test('dice: two play a round, and none sees the dice of the other before the reveal', async () => {
  const ann = await host('ann');
  const code = await key(ann);
  assert.match(code, /^[2-9A-HJ-NP-Z]{6}$/);
  assert.equal(await ann.page.isVisible('#start'), false, 'alone');
  const ben = await guest('ben', code);
  const [first, second] = await begin(ann, ben);
  const before = [await look(first), await look(second)];
  before.forEach(seesItsOwnAlone);

  await myTurn(first);
  assert.equal(await first.page.isEnabled('#liar'), false, 'nobody has bid');
  await first.page.click('#faces [data-face="4"]');
  await first.page.click('#more');
  await first.page.click('#bid');
  await myTurn(second);
  assert.match(await second.page.textContent('#centre'), /2\u00d7/);
  assert.equal(await second.page.getAttribute('#claim .die', 'data-face'), '4');
  const between = [await look(first), await look(second)];
  between.forEach(seesItsOwnAlone);

  await second.page.click('#liar');
  await Promise.all([first, second].map((tab) => inPhase(tab, 'REVEAL')));
  await Promise.all(
    [first, second].map((tab) =>
      tab.page.waitForFunction(() => !document.querySelector('.seat .back')),
    ),
  );
  const all = { ...before[0].hands, ...before[1].hands };
  for (const { hands, seats } of [await look(first), await look(second)]) {
    assert.deepEqual(hands, all);
    assert.deepEqual(seats, all);
  }
  const fours = Object.values(all).flat().filter((face) => face === 4).length;
  const loser = await (fours < 2 ? first : second).page.inputValue('#name');
  await first.sees('#news .call', 'liar');
  assert.equal(await first.page.locator('.seat .counts').count(), fours);

  await Promise.all([first, second].map((tab) => inPhase(tab, 'BIDDING')));
  const after = await look(first);
  assert.deepEqual(Object.keys(after.hands), [String(after.me)], 'hidden again');
  const dice = await first.page.evaluate(() =>
    Object.fromEntries(globalThis.dice.game.players.map(({ name, dice }) => [name, dice])),
  );
  assert.deepEqual(dice, { ann: 5, ben: 5, [loser]: 4 });
  await endsWell(ann, ben);
});

test('dice: a reloaded page has its seat and its dice, and a cut one too', async () => {
  const ann = await host('ann');
  const ben = await guest('ben', await key(ann));
  await begin(ann, ben);
  const before = await look(ben);
  await ben.page.reload();
  await seated(ben);
  await inPhase(ben, 'BIDDING');
  const reloaded = await look(ben);
  assert.deepEqual(reloaded.hands, before.hands);
  seesItsOwnAlone(reloaded);

  await ben.page.click('#cut');
  await ben.page.waitForFunction(() => globalThis.dice.session.state === 'waiting');
  await ann.sees('#news li', 'ben lost the connection');
  await ben.online();
  await ann.sees('#news li', 'ben is back');
  assert.deepEqual((await look(ben)).hands, before.hands);
  await endsWell(ann, ben);
});

test('dice: who leaves ends a game of two, and the other may not play alone', async () => {
  const ann = await host('ann');
  const ben = await guest('ben', await key(ann));
  await begin(ann, ben);
  await ben.page.click('#leave');
  await ben.page.waitForSelector('#welcome', { state: 'visible' });
  await ann.sees('#headline', 'You win');
  await ann.sees('#news .won', 'You win');
  assert.equal(await ann.page.isVisible('#start'), false);
  await endsWell(ann, ben);
});

test('dice: a code of no table is said to be one', async () => {
  const tab = await browser.tab(`${server.page}#ZZZZZZ`);
  assert.equal(await tab.page.inputValue('#code'), 'ZZZZZZ');
  await tab.page.press('#name', 'Enter');
  await tab.sees('#sign-in-error', 'no table of that code');
  await endsWell(tab);
});

test('dice: on a phone six play, and all of it fits', async () => {
  const ann = await host('Annabella Maxima', PHONE);
  const code = await key(ann);
  const names = ['ben', 'cleo', 'dora', 'emil', 'fritz'];
  const others = await Promise.all(names.map((name) => guest(name, code, PHONE)));
  const [first, second] = await begin(ann, ...others);
  seesItsOwnAlone(await look(first));
  await myTurn(first);
  await fits(first);
  await first.page.tap('#bid');
  await myTurn(second);
  await second.page.tap('#liar');
  await Promise.all([ann, ...others].map((tab) => inPhase(tab, 'REVEAL')));
  assert.equal(Object.keys((await look(ann)).hands).length, 6);
  await endsWell(ann, ...others);
});
