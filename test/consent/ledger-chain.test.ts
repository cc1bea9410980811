/** The bytes that are hashed: fixed for good, since every ledger that exists depends on them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '../../src/consent/ledger/canonical-json.ts';
import { flawOf, genesis, linkHash } from '../../src/consent/ledger/chain.ts';

const texts: readonly (readonly [value: unknown, text: string])[] = [
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: { d: 0, c: -0 }, A: {} }, '{"A":{},"a":{"c":0,"d":0}}'],
  [{ 10: 'ten', 9: 'nine' }, '{"10":"ten","9":"nine"}'],
  [{ gone: undefined, kept: '' }, '{"kept":""}'],
  [[1e21, 1e-7, 0.1, 100], '[1e+21,1e-7,0.1,100]'],
  ['\u0000\n"\\é\u2028😀\ud800', '"\\u0000\\n\\"\\\\é\u2028😀\\ud800"'],
  [{ '\u20ac': 1, '\ud83d\ude00': 2, '\ufb33': 3 }, '{"€":1,"😀":2,"\ufb33":3}'],
];

for (const [value, text] of texts) {
  test(`canonical JSON: ${JSON.stringify(text)}`, () => assert.equal(canonicalJson(value), text));
}

for (const value of [{ a: Number.NaN }, [Number.POSITIVE_INFINITY], [undefined], { a: () => 1 }, 1n]) {
  test(`no JSON: ${String(Object.values(Object(value))[0] ?? value)}`, () =>
    assert.throws(() => canonicalJson(value), /JSON cannot hold/));
}

const link = {
  position: 1,
  stream: 'instance',
  version: 1,
  atMs: 1_700_000_000_000,
  kind: 'stopped',
  bodyText: '{"by":"2k"}',
};

test('the hash of an event is SHA-256 over the bytes that the documentation shows', () => {
  // printf '[1,"instance",1,1700000000000,"stopped",{"by":"2k"},"%064d"]' 0 | sha256sum
  assert.equal(linkHash(link, genesis.hash), '312e6037b12e4acc204d7c11621e64bfff4252c8d95527f08cb748b41bf165df');
});

test('a link fits only where it was made for', () => {
  const first = { ...link, hash: linkHash(link, genesis.hash) };
  const second = { ...link, position: 2, version: 2, atMs: link.atMs - 1 };
  assert.equal(flawOf(first, genesis), undefined);
  assert.match(flawOf({ ...first, version: 2 }, genesis)!, /event 1 was changed/);
  assert.match(flawOf(first, first)!, /event 2 is missing/);
  assert.match(flawOf({ ...second, hash: linkHash(second, first.hash) }, first)!, /event 2 says that it is older/);
});
