import { Platform1764000000000 } from './1764000000000-platform.js';
import { Organisation1764000000001 } from './1764000000001-organisation.js';
import { Identity1764000000002 } from './1764000000002-identity.js';
import { Rosters1764000000003 } from './1764000000003-rosters.js';
import { Catalogue1764000000004 } from './1764000000004-catalogue.js';
import { Assessment1764000000005 } from './1764000000005-assessment.js';
import { Learning1764000000006 } from './1764000000006-learning.js';
import { Credentials1764000000007 } from './1764000000007-credentials.js';
import { Campaigns1764000000008 } from './1764000000008-campaigns.js';
import { AdjustmentDates1764000000010 } from './1764000000010-adjustment-dates.js';
import { Authoring1764000000011 } from './1764000000011-authoring.js';
import { Units1764000000013 } from './1764000000013-units.js';
import { RosterFiles1764000000014 } from './1764000000014-roster-files.js';
import { Security1764000000015 } from './1764000000015-security.js';
import { Oversight1764000000016 } from './1764000000016-oversight.js';
import { Rights1764000000017 } from './1764000000017-rights.js';
import { ProviderSignIn1764000000018 } from './1764000000018-provider-sign-in.js';
import { AssistedCards1764000000019 } from './1764000000019-assisted-cards.js';
import { MembersOfADay1764000000023 } from './1764000000023-members-of-a-day.js';
import { IndexKeys1764000000026 } from './1764000000026-index-keys.js';
import { Search1764000000028 } from './1764000000028-search.js';
import { CertificatePrints1764000000029 } from './1764000000029-certificate-prints.js';
import { RekeyedNotes1764000000036 } from './1764000000036-rekeyed-notes.js';
import { ReopenedUnits1764000000040 } from './1764000000040-reopened-units.js';
import { Recordings1764000000041 } from './1764000000041-recordings.js';
import { AnswerTurns1764000000043 } from './1764000000043-answer-turns.js';
import { CertificateCards1764000000044 } from './1764000000044-certificate-cards.js';
import { ReportKinds1764000000045 } from './1764000000045-report-kinds.js';
import { JobUrgency1764000000046 } from './1764000000046-job-urgency.js';
import { Reminders1764000000048 } from './1764000000048-reminders.js';
import { RosterJobs1764000000050 } from './1764000000050-roster-jobs.js';
import { Heirs1764000000052 } from './1764000000052-heirs.js';
import { ClosedByImport1764000000053 } from './1764000000053-closed-by-import.js';
import { CorrectedGuardians1764000000054 } from './1764000000054-corrected-guardians.js';

/** In the order they are applied. */
export const migrations = [
  Platform1764000000000,
  Organisation1764000000001,
  Identity1764000000002,
  Rosters1764000000003,
  Catalogue1764000000004,
  Assessment1764000000005,
  Learning1764000000006,
  Credentials1764000000007,
  Campaigns1764000000008,
  AdjustmentDates1764000000010,
  Authoring1764000000011,
  Units1764000000013,
  RosterFiles1764000000014,
  Security1764000000015,
  Oversight1764000000016,
  Rights1764000000017,
  ProviderSignIn1764000000018,
  AssistedCards1764000000019,
  MembersOfADay1764000000023,
  IndexKeys1764000000026,
  Search1764000000028,
  CertificatePrints1764000000029,
  RekeyedNotes1764000000036,
  ReopenedUnits1764000000040,
  Recordings1764000000041,
  AnswerTurns1764000000043,
  CertificateCards1764000000044,
  ReportKinds1764000000045,
  JobUrgency1764000000046,
  Reminders1764000000048,
  RosterJobs1764000000050,
  Heirs1764000000052,
  ClosedByImport1764000000053,
  CorrectedGuardians1764000000054,
];
