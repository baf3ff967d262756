export * from './message-channel.js';
export * from './messages.service.js';
export * from './notifications.module.js';
export * from './outbound-message.entity.js';
