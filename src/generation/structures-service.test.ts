import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { readFixture, type StoredCrystal, toCrystal } from '../crystal/fixtures/read-fixture';
import { type Endpoint, PortClient } from '../runtime/port';
import { type StructuresService, serveStructures } from './structures-service';

let client: PortClient<StructuresService>;
beforeAll(() => {
  const { port1, port2 } = new MessageChannel();
  serveStructures(port1 as unknown as Endpoint);
  client = new PortClient<StructuresService>(port2 as unknown as Endpoint);
});
afterAll(() => client.dispose());

const pairs = readFixture<{ name: string; first: StoredCrystal; second: StoredCrystal }[]>('structure-matches.json');
const rutile = pairs.find(
  ({ name }) => name.startsWith('rutile TiO2, displaced 0.0') || name.startsWith('rutile TiO2,'),
);
const gas = pairs.find(({ name }) => name === 'rutile TiO2, gas');
const crystals: Crystal[] = [rutile!.first, gas!.second, gas!.first].map(toCrystal);

it('groups crystals that come one after the other as those that come together', async () => {
  const group = (list: readonly Crystal[]) => client.call('group', list);
  expect(await group(crystals.slice(0, 1))).toEqual([1]);
  expect(await group(crystals.slice(0, 2))).toEqual([1, 2]);
  expect(await group(crystals)).toEqual([1, 2, 1]);
  expect(await group([...crystals].reverse())).toEqual([1, 2, 1]);
  expect(await group(crystals.slice(1))).toEqual([1, 2]);
  expect(await group([])).toEqual([]);
});

it('a grouping that is stopped leaves nothing half done for the next', async () => {
  const leaving = new AbortController();
  const stopped = client.call('group', crystals, { signal: leaving.signal });
  leaving.abort();
  const next = client.call('group', crystals);
  await expect(stopped).rejects.toThrow('Stopped');
  expect(await next).toEqual([1, 2, 1]);
});
