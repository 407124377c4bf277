/** Tables of a room: blocks octet by octet, whole patches, fresh states. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BOTH,
  PORTS,
  SHIPS,
  SEA_SCHEMA,
  SeaWorld,
  hex,
  positionOf,
  rowsOf,
  sailing,
} from './sea.js';

// -- blocks --

test('a state of two tables is there when join has resolved', async () => {
  const world = await sailing();
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  assert.deepEqual(rowsOf(world.ports), PORTS);
  assert.equal(world.ships.size, 2);
  assert.equal(world.ships.name, 'ships');
  assert.deepEqual([...world.ships.keys()], [7, 8]);
  assert.deepEqual([...world.ships.values()], Object.values(SHIPS));
  assert.equal(world.ships.has(7), true);
  assert.equal(world.ships.has(9), false);
  assert.equal(world.ships.get(9), undefined);
});

test('rows are frozen, with all that is in them', async () => {
  const world = await sailing();
  assert.throws(() => (world.ships.get(7).x = 5), TypeError);
  assert.throws(() => world.ports.get(1).docks.push(5), TypeError);
});

/** What a patch does to SHIPS and PORTS: name, blocks, what is told. */
const PATCHES = [
  [
    'a run of puts',
    '01 08 02 01 00 00 00 12 02 00 00 00',
    [
      ['ships', 'put', -1, { x: 0, y: 0, flag: '' }],
      ['ships', 'put', 9, { x: 1, y: 0, flag: '' }],
    ],
  ],
  [
    'a change of one component',
    '01 05 01 01 08 00',
    [['ships', 'change', 8, { x: 4, y: 0, flag: '' }, SHIPS[8]]],
  ],
  [
    'a change of the first and the last over a run',
    '01 09 00 05 04 01 62 06 01 63 00',
    [
      ['ships', 'change', 7, { x: 2, y: -1, flag: 'b' }, SHIPS[7]],
      ['ships', 'change', 8, { x: 3, y: 0, flag: 'c' }, SHIPS[8]],
    ],
  ],
  ['a change to what is there already', '01 05 01 01 06 00', []],
  ['a change of a list to an equal one', '02 05 00 01 02 05 fb 00', []],
  ['a change of nothing', '01 09 00 00 00', []],
  ['a change there and back', '01 05 01 01 08 05 01 01 06 00', []],
  ['a removal', '01 06 00 00', [['ships', 'remove', 7, SHIPS[7]]]],
  ['a run of removals, some of empty slots', '01 12 01 00', [['ships', 'remove', 8, SHIPS[8]]]],
  [
    'a removal of more slots than there are',
    '01 fe ff ff ff 0f 00 00',
    [
      ['ships', 'remove', 7, SHIPS[7]],
      ['ships', 'remove', 8, SHIPS[8]],
    ],
  ],
  ['a removal of an empty slot', '01 06 05 00', []],
  [
    'a slot taken by another key',
    '01 04 00 12 02 00 00 00',
    [
      ['ships', 'remove', 7, SHIPS[7]],
      ['ships', 'put', 9, { x: 1, y: 0, flag: '' }],
    ],
  ],
  [
    'a row put whole again',
    '01 04 01 10 08 00 00 00',
    [['ships', 'change', 8, { x: 4, y: 0, flag: '' }, SHIPS[8]]],
  ],
  ['a row put whole again as it was', '01 04 01 10 06 00 00 00', []],
  [
    'a row put in another slot',
    '01 04 05 10 08 00 00 06 01 00',
    [['ships', 'change', 8, { x: 4, y: 0, flag: '' }, SHIPS[8]]],
  ],
  ['a row put and removed', '01 04 05 12 02 00 00 06 05 00', []],
  [
    'two tables',
    '02 05 00 01 00 00 01 06 00 00',
    [
      ['ships', 'remove', 7, SHIPS[7]],
      ['ports', 'change', 1, { docks: [] }, PORTS[1]],
    ],
  ],
  [
    'one table in two blocks',
    '01 06 00 00 01 06 01 00',
    [
      ['ships', 'remove', 7, SHIPS[7]],
      ['ships', 'remove', 8, SHIPS[8]],
    ],
  ],
  ['a block without a run', '01 00', []],
  ['no block', '', []],
];

for (const [name, blocks, told] of PATCHES) {
  test(`patch: ${name}`, async () => {
    const world = await sailing();
    await world.patched(101, blocks, { tick: 5n });
    assert.deepEqual(world.told, [...told, ['patch', { tick: 5, seq: 101n }]]);
    assert.deepEqual(world.heard, []);
  });
}

test('after a patch the tables are what was told', async () => {
  for (const [name, blocks, told] of PATCHES) {
    const world = await sailing();
    await world.patched(101, blocks);
    const expected = { ships: { ...SHIPS }, ports: { ...PORTS } };
    for (const [table, event, key, row] of told) {
      if (event === 'remove') {
        delete expected[table][key];
      } else {
        expected[table][key] = row;
      }
    }
    const { ships, ports } = world;
    assert.deepEqual({ ships: rowsOf(ships), ports: rowsOf(ports) }, expected, name);
  }
});

test('a slot keeps its row over patches, and is free after its removal', async () => {
  const world = await sailing();
  await world.patched(101, '01 04 00 12 02 00 00 00');
  await world.patched(102, '01 05 00 01 04 00');
  await world.patched(103, '01 06 00 00');
  await world.patched(104, '01 04 00 0e 00 00 00 00');
  const other = { x: 0, y: 0, flag: '' };
  assert.deepEqual(rowsOf(world.ships), { 7: other, 8: SHIPS[8] });
});

test('a row that did not change stays the same object', async () => {
  const world = await sailing();
  const before = world.ships.get(8);
  await world.patched(101, '01 04 01 10 06 00 00 00');
  assert.equal(world.ships.get(8), before);
  await world.path.say(world.path.attached(), world.path.state({ body: BOTH }));
  assert.equal(world.ships.get(8), before);
});

test('a key may have 53 bits', async () => {
  const world = await sailing();
  await world.patched(101, '01 04 05 fe ff ff ff ff ff ff 1f 00 00 00 00');
  assert.deepEqual(world.ships.get(Number.MAX_SAFE_INTEGER), { x: 0, y: 0, flag: '' });
});

test('a table is the same object each time; one that is not there is an error', async () => {
  const world = await sailing();
  assert.equal(world.room.table('ships'), world.ships);
  assert.throws(() => world.room.table('birds'), {
    code: 'UNKNOWN_TABLE',
    message: /ships, ports/,
  });
  const bare = new SeaWorld({ schema: { ...SEA_SCHEMA, families: {} } });
  const room = await bare.joined();
  assert.throws(() => room.table('ships'), { code: 'UNKNOWN_TABLE', message: /none/ });
});

// -- whole patches --

test('the pieces of a patch are seen together, after the last', async () => {
  const world = await sailing();
  await world.patched(101, '01 06 00 00', { more: true, tick: 9n });
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  let seen;
  world.ships.on('remove', () => (seen = rowsOf(world.ports)));
  await world.patched(101, '02 06 00 00', { tick: 9n });
  assert.deepEqual(seen, {});
  assert.deepEqual(world.told, [
    ['ships', 'remove', 7, SHIPS[7]],
    ['ports', 'remove', 1, PORTS[1]],
    ['patch', { tick: 9, seq: 101n }],
  ]);
});

test('tables and messages come in the order in which they were said', async () => {
  const world = await sailing();
  world.room.on('Line', ({ text }) => world.told.push([text, world.ships.size]));
  const { path } = world;
  await path.say(
    path.line(101, 'before'),
    path.patch(102, { body: hex('01 06 00 00') }),
    path.line(103, 'after'),
  );
  assert.deepEqual(world.told, [
    ['before', 2],
    ['ships', 'remove', 7, SHIPS[7]],
    ['patch', { tick: null, seq: 102n }],
    ['after', 1],
  ]);
});

test('tables are kept up while nobody listens, and messages wait as ever', async () => {
  const world = new SeaWorld();
  await world.connected();
  const joining = world.session.join('chat', 'lobby');
  const { path } = world;
  await path.answerJoin();
  await path.say(path.attached(), path.state({ body: BOTH }), path.line(101, 'held'));
  const room = await joining;
  const ships = room.table('ships');
  await world.patched(102, '01 06 00 00', { tick: 3n });
  assert.equal(ships.size, 1);
  assert.equal(room.tick, 3);
  world.heard = [];
  world.listen(room);
  await world.patched(103, '');
  assert.deepEqual(world.heard, ['fresh', 'held']);
});

test('the position moves with the last piece; a cut before it asks from the old one', async () => {
  const world = await sailing();
  await world.patched(101, '01 06 00 00');
  await world.patched(105, '01 04 05 12 00 00 00 00', { more: true });
  const hello = await world.reconnected();
  assert.deepEqual(positionOf(hello), { seat: 3, seq: 101n });
  assert.deepEqual(rowsOf(world.ships), { 8: SHIPS[8] });
  await world.path.say(world.path.attached({ fresh: false, seq: 101n }));
  await world.patched(105, '01 06 01 00', { more: true });
  await world.patched(105, '02 06 00 00');
  assert.equal(world.ships.size + world.ports.size, 0);
  assert.deepEqual(positionOf(await world.reconnected()), { seat: 3, seq: 105n });
});

test('a patch below the position, or before the state is whole, is ignored', async () => {
  const world = await sailing();
  await world.patched(101, '01 06 00 00');
  await world.patched(101, '01 06 01 00');
  await world.patched(100, '01 06 01 00');
  assert.deepEqual(rowsOf(world.ships), { 8: SHIPS[8] });
  assert.equal(world.session.counters.ignored, 2);
  await world.path.say(world.path.attached({ epoch: 8n }));
  await world.patched(102, '01 06 01 00');
  assert.deepEqual(rowsOf(world.ships), { 8: SHIPS[8] });
  assert.equal(world.session.counters.ignored, 3);
});

test('the low 32 bits of the number of a patch wrap around', async () => {
  const world = await sailing();
  const seq = 2n ** 32n - 10n;
  const { path } = world;
  await path.say(path.attached({ epoch: 8n, seq }), path.state({ seq, body: BOTH }));
  await world.patched(3, '01 06 00 00');
  assert.deepEqual(world.told.at(-1), ['patch', { tick: null, seq: 2n ** 32n + 3n }]);
});

const UNENDED = [
  ['a patch of another number', (path) => path.patch(102)],
  ['a reliable message', (path) => path.line(102, 'x')],
];
for (const [name, frame] of UNENDED) {
  test(`${name} within a patch breaks the connection, and nothing is lost`, async () => {
    const world = await sailing();
    await world.patched(101, '01 06 00 00', { more: true });
    await world.path.say(frame(world.path));
    assert.equal((await world.path.others()).at(-1).frame, 'CLOSE');
    await world.clock.advance(15_000);
    world.path.listener.opened();
    assert.deepEqual(positionOf(await world.path.welcome()), { seat: 3, seq: 100n });
    assert.deepEqual(rowsOf(world.ships), SHIPS);
  });
}

test('ticks: the rate and the newest that is known', async () => {
  const world = new SeaWorld();
  const room = await world.sailing(BOTH, { tick: 40n, tickRate: 20 });
  assert.deepEqual([room.tick, room.tickRate], [40, 20]);
  await world.patched(101, '', { tick: 41n });
  assert.equal(room.tick, 41);
  const seen = [];
  world.ships.on('remove', () => seen.push(world.ships.tick));
  await world.patched(102, '01 06 00 00', { tick: 43n });
  assert.deepEqual(seen, [43]);
  await world.patched(103, '');
  assert.equal(room.tick, 43);
  assert.deepEqual(world.told.at(-1), ['patch', { tick: null, seq: 103n }]);
  await world.path.say(world.path.attached({ epoch: 9n, tick: 2n }), world.path.state());
  assert.deepEqual([room.tick, room.tickRate], [2, 0]);
});

// -- fresh --

test('a fresh state replaces all at once; what is different is told, then fresh', async () => {
  const world = await sailing();
  world.room.on('fresh', () => world.told.push('fresh'));
  const { path } = world;
  await path.say(path.attached({ epoch: 8n, seq: 7n }));
  await path.say(path.state({ last: false, seq: 7n, body: hex('01 04 05 10 08 00 00 00') }));
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  await path.say(path.state({ last: false, seq: 7n, body: hex('01 04 00 12 00 00 00 00') }));
  await path.say(path.state({ seq: 7n, body: hex('02 04 00 02 02 05 fb 00') }));
  const [moved, other] = [4, 0].map((x) => ({ x, y: 0, flag: '' }));
  assert.deepEqual(rowsOf(world.ships), { 8: moved, 9: other });
  assert.deepEqual(world.told, [
    ['ships', 'remove', 7, SHIPS[7]],
    ['ships', 'change', 8, moved, SHIPS[8]],
    ['ships', 'put', 9, other],
    'fresh',
  ]);
  await world.patched(8, '01 05 05 01 0a 00');
  assert.equal(world.ships.get(8).x, 5);
});

test('a cut within a state leaves the picture and voids what came of it', async () => {
  const world = await sailing();
  const { path } = world;
  await path.say(path.attached({ epoch: 8n }));
  await path.say(path.state({ last: false, body: hex('01 04 05 12 08 00 00 00') }));
  assert.equal(positionOf(await world.reconnected()), null);
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  await world.path.say(world.path.attached({ epoch: 8n }), world.path.state());
  assert.equal(world.ships.size + world.ports.size, 0);
});

test('a schema of another epoch reads the rows of that epoch', async () => {
  const world = await sailing();
  const record = [{ name: 'size', kind: 'i8' }];
  const tables = [{ id: 1, name: 'ports', record }];
  world.path.schema = { ...SEA_SCHEMA, families: { ...SEA_SCHEMA.families, tables } };
  const body = hex('01 04 00 02 09 00');
  await world.path.say(
    world.path.attached({ epoch: 8n, schemaHash: 5n }),
    world.path.state({ body }),
    world.path.patch(101, { body: hex('01 05 00 01 0a 00') }),
  );
  assert.deepEqual(rowsOf(world.ports), PORTS);
  await world.path.answerJoin();
  assert.deepEqual(rowsOf(world.ports), { 1: { size: 10 } });
  assert.deepEqual(rowsOf(world.ships), {});
  assert.throws(() => world.room.table('ships'), { code: 'UNKNOWN_TABLE' });
  assert.equal(world.room.table('ports'), world.ports);
});
