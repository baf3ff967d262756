import { FirstAdministrators } from './first-administrators.service.js';
import { WayBack } from './way-back.service.js';

export * from './first-administrators.service.js';
export * from './way-back.service.js';

/** What operators do on the machine itself, where nobody is signed in. */
export const operatorServices = [FirstAdministrators, WayBack];
