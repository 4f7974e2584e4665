import { join } from 'node:path';

import { importsForeign } from '../../../../cli/dependencies/python/foreign-imports';
import { Machine, type Files } from '../support/machine';

test.each<[string, Files]>([
  ['a package', { 'app.py': 'import os\nimport requests\n' }],
  ['one of several', { 'app.py': 'import os, requests as r, sys\n' }],
  ['a part of one', { 'app.py': 'from google.cloud import storage\n' }],
  ['one in a function', { 'a/b.py': 'def handler(event, context):\n    import numpy.linalg\n' }],
  ['one in an attempt', { 'app.py': 'try:\n    import orjson as json\nexcept ImportError:\n    import json\n' }],
  ['what it computes', { 'app.py': 'import importlib\nm = importlib.import_module(name)\n' }],
  ['what can not be read', { 'app.py': 'x = 1\0' }],
])('code that imports %s needs something installed', async (_, files) => {
  await expect(importsForeign(new Machine(files).source)).resolves.toBe(true);
});

test.each<[string, Files]>([
  ['the standard library', { 'app.py': 'import os.path as p, json\nfrom collections.abc import Mapping\n' }],
  ["what is the runtime's", { 'app.py': 'import boto3\nfrom botocore.exceptions import ClientError\n' }],
  [
    'its own modules',
    { 'app.py': 'import util\nfrom lib.deep import thing\nfrom . import other\n', 'util.py': '', 'lib/deep.py': '' },
  ],
  ['what stands in a comment or a text', { 'app.py': '# import requests\nprint("import requests")\n' }],
  ['nothing', { 'app.py': 'def handler(event, context):\n    return 1\n' }],
  ['what lies in an environment of its own', { '.venv/x.py': 'import requests\n', 'app.py': '' }],
])('code that imports %s needs nothing', async (_, files) => {
  await expect(importsForeign(new Machine(files).source)).resolves.toBe(false);
});

test('a function that needs nothing gets none of what its repository installs, nor is it refused for that', async () => {
  for (const [name, text] of [
    ['requirements.txt', 'six\n'],
    ['setup.py', 'setup(install_requires=["six"])\n'],
  ] as const) {
    const machine = new Machine({ '.git': null, [name]: text, 'fn/app.py': 'import boto3\n' });
    await expect(machine.find({ source: join(machine.source, 'fn') })).resolves.toBeUndefined();
    expect(machine.notes).toEqual([]);
  }
});
