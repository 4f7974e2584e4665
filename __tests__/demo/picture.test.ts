import { stripVTControlCharacters } from 'node:util';

import { drawResult } from '../../demo/picture';

test('the picture shows the way of a call and who owns what', () => {
  const picture = stripVTControlCharacters(drawResult({ name: 'demo-api', alias: 'live', version: '2' }));
  expect(picture.split('\n').map((line) => line.trimEnd())).toEqual([
    'caller ──▶ HTTP API ──▶ alias live ─────────▶ version 2  your code and its layer',
    '           Terraform    exists: Terraform      CI',
    '                        points there: CI      version 1  the placeholder, without traffic',
    '                                              Terraform',
    '',
    'Terraform also owns the function demo-api, its role, its log group and the deploy contract, which CI reads.',
  ]);
});
