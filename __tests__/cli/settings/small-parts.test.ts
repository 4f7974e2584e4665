import { buildImage, buildImageFor } from '../../../cli/settings/build-image';
import { nearest } from '../../../cli/settings/nearest';
import { fitsIntoKey } from '../../../cli/settings/source-version';

describe('the image that builds dependencies', () => {
  const none = { docker: false, repository: undefined, image: undefined };

  test.each([
    ['no container', none, undefined],
    ["AWS SAM's image", { ...none, docker: true }, 'public.ecr.aws/sam/build-{runtime}'],
    ['an image', { ...none, image: 'registry.example/builder:2' }, 'registry.example/builder:2'],
    ["a tag of AWS SAM's", { ...none, image: 'build-python3.12' }, 'public.ecr.aws/sam/build-python3.12'],
    [
      'a repository, with the tag that aws-lambda-ci took',
      { ...none, repository: 'own/lambda' },
      'own/lambda:build-{runtime}',
    ],
    ['a repository and a tag', { ...none, repository: 'own/lambda', image: 'b7' }, 'own/lambda:b7'],
  ])('is %s', (_, options, expected) => {
    expect(buildImage(options)).toBe(expected);
  });

  test('takes the runtime of the function', () => {
    expect(buildImageFor('public.ecr.aws/sam/build-{runtime}', 'nodejs22.x')).toBe(
      'public.ecr.aws/sam/build-nodejs22.x',
    );
  });
});

describe('the word that was likely meant', () => {
  test.each([
    ['deply', 'deploy'],
    ['rolback', 'rollback'],
    ['verison', undefined],
    ['xyz', undefined],
    ['log', 'logs'],
  ])('for %s is %s', (word, expected) => {
    expect(nearest(word, ['deploy', 'rollback', 'logs', 'diff'])).toBe(expected);
  });

  test('is the nearest one', () => {
    expect(nearest('aaab', ['abbb', 'aaaa', 'bbab'])).toBe('aaaa');
  });
});

describe('a source version in a key of S3', () => {
  test('fits with 600 bytes once it is encoded', () => {
    expect(fitsIntoKey('/'.repeat(200))).toBe(true);
  });

  test('fails with more, as letters of other scripts need nine bytes each', () => {
    expect(fitsIntoKey('本'.repeat(66))).toBe(true);
    expect(fitsIntoKey('本'.repeat(67))).toBe(false);
  });
});
