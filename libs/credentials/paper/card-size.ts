/** What Facebook and Zalo show whole; in pixels. */
export const CARD = { width: 1200, height: 630 };
