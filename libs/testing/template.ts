/** The migrated, empty database that every suite's own database is copied from. */
export const TEMPLATE = 'hvs_template';
