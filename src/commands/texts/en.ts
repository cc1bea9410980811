/** English: the catalogue that names every message. */
export const en = {
  'something-broke':
    'Something broke on our side; it is logged as {id}. Please try again, and tell the operator this number if it happens again.',
} as const;
