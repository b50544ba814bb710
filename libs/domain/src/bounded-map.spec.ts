import { BoundedMap } from './bounded-map.ts';

describe('BoundedMap', () => {
  it('a full map drops the entry that was used least recently and keeps all others', () => {
    const map = new BoundedMap<string, number>(3);
    for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
    map.get('a');
    map.set('d', 3);
    expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([0, undefined, 2, 3]);
    expect(map.size).toBe(3);
  });

  it('replacing an entry drops none', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 0);
    map.set('b', 1);
    map.set('a', 2);
    expect([map.get('a'), map.get('b'), map.size]).toEqual([2, 1, 2]);
  });

  it('a map never holds more than its maximum, whatever is added', () => {
    const map = new BoundedMap<number, number>(100);
    for (let key = 0; key < 10_000; key += 1) map.set(key, key);
    expect(map.size).toBe(100);
    expect([map.get(9899), map.get(9900), map.get(9999)]).toEqual([undefined, 9900, 9999]);
  });
});
