import { stripVTControlCharacters } from 'node:util';

import { drawResult } from '../../demo/picture';

test('the picture shows the way of a call and who owns what', () => {
  const picture = stripVTControlCharacters(drawResult({ name: 'demo-api', alias: 'live', version: '2' }));
  expect(picture).toMatch(/^caller ──▶ HTTP API ──▶ alias live ──▶ version 2 /);
  expect(picture).toMatch(/^ +version 1 {2}the placeholder/m);
  expect(picture).toMatch(/^Terraform owns .*demo-api/m);
  expect(picture).toMatch(/^CI owns .*the code.*where the alias points$/m);
});
