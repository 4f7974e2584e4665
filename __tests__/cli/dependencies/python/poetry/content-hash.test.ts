import { parse } from 'smol-toml';

import { contentHashes } from '../../../../../cli/dependencies/python/poetry/content-hash';

/** As Poetry 2.5.1 computes them. */
test.each([
  [
    "Poetry's own table",
    '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.12"\nsix = { version = "*", markers = "sys_platform == \'linux\'" }\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n[tool.poetry.extras]\n"ü" = ["six"]\n',
    ['27eff070b64649a30777dfdb868ea823b528ec7b5f9285f9a885cbba7cca9c57'],
  ],
  [
    'PEP 621',
    '[project]\nname = "app"\nrequires-python = ">=3.12"\ndependencies = ["six"]\n[tool.poetry]\npackage-mode = false\n',
    ['c54d924fe4092a38bdb32c284dfceab878d8abb6a1cd7e7bdb08f0bf639b45d7'],
  ],
  [
    'groups of PEP 735, which count from Poetry 2.3 on',
    '[project]\nname = "app"\ndependencies = ["six"]\n[dependency-groups]\ndev = ["pytest", { include-group = "lint" }]\nlint = ["ruff"]\n',
    [
      'e6299c51995a84e2cb2fa60f96cea16f31d3071df7dd029bcaf216cbab5b05bd',
      '76324c4c066347416183eeb87c880f0428988dd083916dbb2e6288c7c93c200b',
    ],
  ],
  [
    'no dependencies',
    '[tool.poetry]\nname = "app"\n',
    ['115cf985d932e9bf5f540555bbdd75decbb62cac81e399375fc19f6277f8c1d8'],
  ],
])('the digest that Poetry notes of a pyproject.toml with %s', (_, text, hashes) => {
  expect(contentHashes(parse(text))).toEqual(hashes);
});
