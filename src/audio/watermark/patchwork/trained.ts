export const trained = '';
