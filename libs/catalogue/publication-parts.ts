import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import type { ContentProblem } from './module-content.js';

/** What a lib to the right publishes together with a module's lessons, under the same hash and in the same transaction. */
export interface PublicationPart {
  /** Where its content stands in `ModuleContent.parts`. */
  readonly key: string;
  /** `content` may be anything, also undefined when the module has no such part. Paths are relative to the part. */
  validate(content: unknown): ContentProblem[];
  publish(tx: Tx, moduleVersionId: string, content: unknown): Promise<void>;
}

@Injectable()
export class PublicationParts {
  private readonly parts = new Map<string, PublicationPart>();

  register(part: PublicationPart): void {
    this.parts.set(part.key, part);
  }

  /** Paths start with `parts.<key>`. A part that nobody publishes is a problem too: it would be approved and lost. */
  validate(contents: Record<string, unknown>): ContentProblem[] {
    const problems = [...this.parts.values()].flatMap((part) =>
      part.validate(contents[part.key]).map(({ path, code }) => ({
        path: ['parts', part.key, path].filter(Boolean).join('.'),
        code,
      })),
    );
    const unknown = Object.keys(contents).filter((key) => !this.parts.has(key));
    return [...problems, ...unknown.map((key) => ({ path: `parts.${key}`, code: 'module.part-unknown' }))];
  }

  async publish(tx: Tx, moduleVersionId: string, contents: Record<string, unknown>): Promise<void> {
    for (const part of this.parts.values()) await part.publish(tx, moduleVersionId, contents[part.key]);
  }
}
