/** What the adult who consents is to the learner. */
export const relationNames = { parent: 'Bố hoặc mẹ', guardian: 'Người giám hộ' };

export const relationOptions = Object.entries(relationNames).map(([value, label]) => ({ value, label }));
