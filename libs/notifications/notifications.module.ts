import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConfigError, RuntimeConfig, readConfig } from '#libs/platform';
import { LocalSink, MessageChannel } from './message-channel.js';
import { Messages, SendMessage, SendPolitely } from './messages.service.js';
import { NotificationsData } from './notifications-data.source.js';
import { OutboundMessage } from './outbound-message.entity.js';
import { RecipientDirectory } from './recipient-directory.js';
import { Reminder } from './reminder.entity.js';
import { Reminders } from './reminders.service.js';
import { SmsConfig, SmsGateway } from './sms-gateway.js';

@Module({
  imports: [TypeOrmModule.forFeature([OutboundMessage, Reminder])],
  providers: [
    { provide: MessageChannel, useFactory: chooseChannel, inject: [RuntimeConfig] },
    Messages,
    SendMessage,
    SendPolitely,
    Reminders,
    RecipientDirectory,
    NotificationsData,
  ],
  exports: [Messages, Reminders, RecipientDirectory],
})
export class NotificationsModule {}

/** Production needs a gateway: a code that nobody receives would lock everyone out. */
function chooseChannel(runtime: RuntimeConfig): MessageChannel {
  const sms = readConfig(SmsConfig);
  if (sms.smsUrl) return new SmsGateway(sms);
  if (runtime.production) throw new ConfigError('SMS_URL: máy thật cần cổng gửi tin nhắn để xác nhận số điện thoại');
  return new LocalSink();
}
