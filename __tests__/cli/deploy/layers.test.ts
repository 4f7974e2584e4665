import { composeLayers, isLayer } from '../../../cli/deploy/layers';

const arn = (name: string, version: number): string => `arn:aws:lambda:eu-west-1:111122223333:layer:${name}:${version}`;

const OWN = arn('orders-deps', 7);
const compose = (current: string[], declared: string[], more: { own?: string; declaredBefore?: string[] } = {}) =>
  composeLayers({
    current,
    declared,
    declaredBefore: more.declaredBefore ?? [],
    layerName: 'orders-deps',
    own: more.own,
  });

it.each([
  ['declared layers come first, dependencies last', compose([], [arn('base', 1)], { own: OWN }), [arn('base', 1), OWN]],
  [
    'layers of others stay in their order, and the dependencies in their place',
    compose([arn('a', 1), arn('orders-deps', 6), arn('b', 2)], [], { own: OWN }),
    [arn('a', 1), OWN, arn('b', 2)],
  ],
  [
    'a declared layer of a newer version replaces the older one',
    compose([arn('base', 1), arn('a', 1)], [arn('base', 2)]),
    [arn('base', 2), arn('a', 1)],
  ],
  [
    'a layer that is declared no more goes',
    compose([arn('base', 1), arn('a', 1)], [], { declaredBefore: [arn('base', 1)] }),
    [arn('a', 1)],
  ],
  ['without dependencies their layer goes', compose([arn('orders-deps', 6), arn('a', 1)], []), [arn('a', 1)]],
  [
    'several versions of the layer of dependencies become one',
    compose([arn('orders-deps', 5), arn('a', 1), arn('orders-deps', 6)], [], { own: OWN }),
    [OWN, arn('a', 1)],
  ],
])('%s', (_name, layers, expected) => {
  expect(layers).toEqual(expected);
});

it('does not take a layer whose name only ends alike for its own', () => {
  expect(isLayer(arn('my-orders-deps', 1), 'orders-deps')).toBe(false);
});
