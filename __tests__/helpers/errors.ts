import { ValidationError } from '../../modules';

/** The validation error that an action throws; anything else, and nothing, fails the test. */
export function validationErrorOf(action: () => unknown): ValidationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ValidationError) {
      return error;
    }
    throw error;
  }
  throw new Error('expected a ValidationError, but nothing was thrown');
}
