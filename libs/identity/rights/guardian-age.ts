/**
 * A guardian must consent for those under sixteen (Luật 91/2025/QH15). Where years are compared, somebody is surely
 * sixteen only in the year of their seventeenth birthday: in doubt, a child is a child.
 */
export const GUARDIAN_AGE = 17;
