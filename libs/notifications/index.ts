export * from './message-channel.js';
export * from './messages.service.js';
export * from './notifications.module.js';
export * from './outbound-message.entity.js';
export * from './quiet-hours.policy.js';
export * from './recipient-directory.js';
export * from './reminder.entity.js';
export * from './reminders.service.js';
