import { Module } from '@nestjs/common';
import { RightsModule } from '#libs/identity';
import { CalendarController } from './calendar.controller.js';
import { CaseDeskController } from './case-desk.controller.js';
import { GuardianController } from './guardian.controller.js';
import { KeepingController } from './keeping.controller.js';
import { ReminderLinkController } from './reminder-link.controller.js';
import { OwnDataController } from './own-data.controller.js';

/** What people ask about their own data, and the desk that answers for it. */
@Module({
  imports: [RightsModule],
  controllers: [
    OwnDataController,
    CaseDeskController,
    CalendarController,
    KeepingController,
    GuardianController,
    ReminderLinkController,
  ],
})
export class RightsPagesModule {}
