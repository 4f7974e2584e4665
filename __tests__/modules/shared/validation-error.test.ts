import { Construct } from 'constructs';
import { ValidationError } from '../../../modules';
import { testStack } from '../../helpers/synth';

test('the message says what, which code and where', () => {
  const scope = new Construct(new Construct(testStack(), 'outer'), 'inner');
  const error = new ValidationError('TooMuch', scope, "'count' must be less, got more");
  expect(error.message).toBe("'count' must be less, got more [TooMuch] (at stack/outer/inner)");
  expect(error.code).toBe('TooMuch');
  expect(error.name).toBe('ValidationError');
  expect(error).toBeInstanceOf(Error);
});
