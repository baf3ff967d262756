import { AssistedCard } from './assisted-card.entity.js';
import { CardSignIn } from './card-sign-in.service.js';
import { Cards } from './cards.service.js';

export const cardEntities = [AssistedCard];
export const cardServices = [Cards, CardSignIn];
export { AssistedCard, CardSignIn, Cards };
export type { CardSecret, CardView } from './cards.service.js';
