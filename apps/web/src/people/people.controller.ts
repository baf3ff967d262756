import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { can, scopeOf, type Actor } from '#libs/identity';
import { FindPeople, ReadPerson, UndoMerge, UnmaskPerson, type TimelineEntry, type Unmasked } from '#libs/rosters';
import { DomainError } from '#libs/platform';
import { relationNames } from '../rights/guardian-relations.js';
import { Requires } from '../shell/access.js';
import { messageOf } from '../shell/messages/index.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID, leavePath, unitPath } from '../units/paths.js';
import { SearchDto, UnmaskFormDto, UnmergeFormDto } from './dto.js';
import { SEARCH, correctPath, guardianPath, movePath, personPath, unmergePath } from './paths.js';

/** One person as the unit's manager sees them. */
@Controller()
export class PeopleController {
  constructor(
    private readonly find: FindPeople,
    private readonly read: ReadPerson,
    private readonly unmask: UnmaskPerson,
    private readonly merges: UndoMerge,
  ) {}

  @Get('/don-vi/nguoi')
  @Requires('roster.view')
  async search(@CurrentActor() actor: Actor, @Query() { tim }: SearchDto) {
    const found = tim ? await this.named(actor, tim) : null;
    return page('people/search', {
      title: 'Tìm người',
      breadcrumbs: [{ href: '/don-vi', label: 'Đơn vị' }, { label: 'Tìm người' }],
      search: tim,
      problem: typeof found === 'string' ? found : null,
      people: Array.isArray(found)
        ? found.map((person) => ({ ...person, href: personPath(person.personId), units: person.units.join(', ') }))
        : null,
    });
  }

  /** The people, or the sentence why the words will not do. */
  private async named(actor: Actor, text: string) {
    try {
      return await this.find.byName(actor, scopeOf(actor, 'roster.view'), text, 'Quản lý danh sách đơn vị');
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid') return messageOf(error.code, error.data);
      throw error;
    }
  }

  @Get('/don-vi/nguoi/:personId')
  @Requires('roster.view')
  show(@CurrentActor() actor: Actor, @Param('personId', ID) personId: string) {
    return this.personPage(actor, personId);
  }

  /** Answered at once and nowhere kept: what was shown for a purpose is not found again by going back. */
  @Post('/don-vi/nguoi/:personId/hien')
  @Requires('roster.import')
  @OnInvalid<PeopleController>((self, request) => self.personAgain(request))
  async reveal(
    @CurrentActor() actor: Actor,
    @Param('personId', ID) personId: string,
    @Body() { purpose }: UnmaskFormDto,
  ) {
    return this.personPage(actor, personId, await this.unmask.reveal(actor, personId, purpose));
  }

  @Post('/don-vi/nguoi/:personId/tach/:id')
  @Requires('roster.import')
  @OnInvalid<PeopleController>((self, request) => self.personAgain(request))
  async unmerge(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() { reason }: UnmergeFormDto) {
    const { intoPersonId } = await this.merges.undo(actor, id, reason);
    return seeOther(personPath(intoPersonId), { notice: 'person-unmerged' });
  }

  private personAgain(request: FastifyRequest) {
    return this.personPage(request.actor!, (request.params as { personId: string }).personId);
  }

  private async personPage(actor: Actor, personId: string, shown?: Unmasked) {
    const person = await this.read.open(actor, personId);
    const edits = can(actor, 'roster.import');
    return page('people/person', {
      title: person.fullName,
      noindex: true,
      breadcrumbs: [
        { href: '/don-vi', label: 'Đơn vị' },
        { href: SEARCH, label: 'Tìm người' },
        { label: person.fullName },
      ],
      person,
      shown,
      edits,
      timeline: person.timeline.map((entry) => this.entryView(entry, edits)),
      merges: person.merges.map((merge) => ({
        ...merge,
        href: personPath(merge.personId),
        action: unmergePath(personId, merge.id),
      })),
      mergedInto: person.mergedInto && { ...person.mergedInto, href: personPath(person.mergedInto.personId) },
      guardian: person.guardian && {
        ...person.guardian,
        ...shown?.guardian,
        relation: relationNames[person.guardian.relation],
        href: edits ? guardianPath(personId) : null,
      },
      revealAction: `${personPath(personId)}/hien`,
    });
  }

  private entryView(entry: TimelineEntry, edits: boolean) {
    const open = edits && entry.mine && entry.when !== 'past';
    return {
      ...entry,
      past: entry.when === 'past',
      later: entry.when === 'later',
      self: entry.source === 'self',
      unitHref: entry.mine ? unitPath(entry.unitId) : null,
      moveHref: open ? movePath(entry.membershipId) : null,
      leaveHref: open ? leavePath(entry.membershipId) : null,
      correctHref: edits && entry.correctable ? correctPath(entry.membershipId) : null,
    };
  }
}
