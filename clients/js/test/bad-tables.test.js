/** Tables that cannot be read: told, not applied, asked for anew; and everything has a bound. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter, Limits, encodeFrame } from '../cardea.js';
import { BOTH, SHIPS, hex, positionOf, rowsOf, sailing } from './sea.js';

const MALFORMED = [
  ['an unknown table', '03 06 00 00', 'UNKNOWN_ID'],
  ['table 0', '00', 'UNKNOWN_ID'],
  ['a change of an empty slot', '01 05 02 01 00 00', 'OUT_OF_RANGE'],
  ['a change over the last row', '01 0d 00 01 00 00 00 00', 'OUT_OF_RANGE'],
  ['a change of a slot emptied before', '01 06 00 05 00 01 00 00', 'OUT_OF_RANGE'],
  ['a mask of no such component', '01 05 00 08 00', 'OUT_OF_RANGE'],
  ['a run of no rows', '01 01 00 00 00', 'RESERVED'],
  ['a kind of run that is none', '01 07 00 00', 'RESERVED'],
  ['a block without an end', '01 06 00', 'TRUNCATED'],
  ['a run without a slot', '01 04', 'TRUNCATED'],
  ['a row that is cut', '01 04 02 12 02 00', 'TRUNCATED'],
  ['more rows than there are', '01 fc ff ff ff 0f 00 0e 00 00 00 00', 'TRUNCATED'],
  ['more changes than there are', '01 fd ff ff ff 0f 00 01 02 02', 'OUT_OF_RANGE'],
  ['empty changes without end', '01 fd ff ff ff 0f 00 00 00', 'OUT_OF_RANGE'],
  ['a key above 53 bits', '01 04 02 80 80 80 80 80 80 80 20 00 00 00 00', 'OUT_OF_RANGE'],
  ['a text that is too long', '01 05 00 04 05 61 61 61 61 61 00', 'TOO_LONG'],
  ['a head that is not canonical', '01 86 00 00 00', 'NON_CANONICAL'],
];

for (const [name, blocks, kind] of MALFORMED) {
  test(`malformed patch: ${name}: told, not applied, and all is asked for anew`, async () => {
    const world = await sailing();
    await world.patched(101, `01 05 00 01 0a 06 01 00 ${blocks}`, { tick: 4n });
    assert.deepEqual(rowsOf(world.ships), SHIPS);
    assert.deepEqual(world.told, []);
    assert.deepEqual(
      world.heard.map(([notice, { code, kind: k }]) => [notice, code, k]),
      [['error', 'MALFORMED', kind]],
    );
    const { stream } = await world.path.next('ATTACH');
    assert.deepEqual(stream, { owner: 'chat/lobby', epoch: 7n, position: null });
    await world.patched(102, '01 06 00 00');
    assert.deepEqual(rowsOf(world.ships), SHIPS);
    await world.path.say(world.path.attached({ seq: 102n }), world.path.state({ seq: 102n }));
    assert.equal(world.ships.size, 0);
    await world.patched(103, '01 04 00 0e 02 01 01 61 00');
    assert.deepEqual(rowsOf(world.ships), { 7: SHIPS[7] });
    assert.equal(world.session.state, 'open');
  });
}

test('inputs are sent again, in order, when tables were asked for anew', async () => {
  const world = await sailing();
  await world.patched(101, '05');
  await world.path.next('ATTACH');
  world.room.send('Say', { text: 'a' });
  assert.deepEqual(await world.path.others(), []);
  await world.path.say(world.path.attached(), world.path.state());
  const inputs = await world.path.others();
  assert.deepEqual(
    inputs.map(({ frame, n }) => [frame, n]),
    [['INPUT', 1]],
  );
});

test('a state that cannot be read leaves the picture, and is not asked for in a loop', async () => {
  const world = await sailing();
  const { path } = world;
  const bad = [path.attached({ epoch: 8n }), path.state({ body: hex('05') })];
  await path.say(...bad);
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  await path.next('ATTACH');
  await path.say(...bad);
  assert.deepEqual(await path.others(), []);
  await path.say(path.patch(101, { body: hex('01 06 00 00') }), path.line(102, 'x'));
  assert.equal(world.heard.at(-1), 'x');
  assert.deepEqual(rowsOf(world.ships), SHIPS);
  await world.clock.advance(5000);
  await path.next('ATTACH');
  await path.say(path.attached({ epoch: 8n }), path.state({ body: BOTH }));
  await world.patched(101, '01 06 00 00');
  assert.deepEqual(rowsOf(world.ships), { 8: SHIPS[8] });
});

test('what is not asked for yet is asked for at a cut, and is not recovered', async () => {
  for (const then of ['cut', 'recovered']) {
    const world = await sailing();
    await world.patched(101, '05');
    const { path } = world;
    await path.say(path.attached(), path.state({ body: hex('05') }));
    await path.others();
    if (then === 'cut') {
      assert.equal(positionOf(await world.reconnected()), null);
    } else {
      await path.say(path.attached({ fresh: false }));
      assert.equal((await path.others()).at(-1).frame, 'CLOSE');
    }
  }
});

test('a cut while tables are lost asks for all, and recovery of them is refused', async () => {
  const world = await sailing();
  await world.patched(101, '05');
  assert.equal(positionOf(await world.reconnected()), null);
  await world.path.say(world.path.attached({ fresh: false, seq: 101n }));
  assert.equal((await world.path.others()).at(-1).frame, 'CLOSE');
});

test('a patch without end in pieces breaks the connection', async () => {
  const world = await sailing();
  const body = new Uint8Array(128 * 1024 - 16);
  const pieces = Math.ceil(Limits.PATCH_BYTES_MAX / body.length);
  for (let i = 0; i < pieces; i++) {
    world.path.listener.bytes(record(world.path.patch(101, { more: true, body })));
  }
  assert.equal((await world.path.others()).at(-1).frame, 'CLOSE');
});

function record(frame) {
  const body = encodeFrame(frame).done();
  return new ByteWriter(body.length + 3).u24(body.length).bytes(body).done();
}

test('no more rows than the bound, over any number of patches', async () => {
  const world = await sailing();
  const runs = Math.ceil(Limits.TABLE_ROWS_MAX / 10_000);
  for (let run = 0; run < runs; run++) {
    world.path.listener.bytes(record(world.path.patch(101 + run, { body: puts(run) })));
  }
  await world.path.others();
  assert.equal(world.ships.size, 90_002);
  assert.equal(world.heard[0][1].kind, 'TOO_LONG');
});

/** 10,000 ships with keys and slots of their own. */
function puts(run) {
  const out = new ByteWriter()
    .varint(1)
    .varint(40_000)
    .varint(2 + run * 10_000);
  for (let i = 0; i < 10_000; i++) {
    out
      .varint(2 * (100 + run * 10_000 + i))
      .u8(0)
      .u8(0)
      .u8(0);
  }
  return out.u8(0).done();
}
