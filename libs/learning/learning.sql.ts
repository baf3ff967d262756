/**
 * The pages of a version that count as seen. A progress row that stands at another version keeps those pages whose
 * text is the same, so that mending a sentence on one page costs a learner that page only.
 */
export const currentPagesSql = (progress: string, versionId: string): string => `CASE
    WHEN ${progress}.module_version_id IS NULL THEN '{}'::int[]
    WHEN ${progress}.module_version_id = ${versionId} THEN ${progress}.pages_seen
    ELSE ARRAY(SELECT DISTINCT lesson_now.position FROM lesson lesson_now JOIN lesson lesson_then
      ON lesson_then.module_version_id = ${progress}.module_version_id AND lesson_then.markdown = lesson_now.markdown
      WHERE lesson_now.module_version_id = ${versionId} AND lesson_then.position = ANY (${progress}.pages_seen)
      ORDER BY 1) END`;

/** True unless the latest adjustment of the completion voids it. */
export const countsSql = (completion: string): string => `coalesce((SELECT adjustment.kind <> 'void' FROM adjustment
    WHERE adjustment.completion_id = ${completion}.id ORDER BY adjustment.recorded_at DESC, adjustment.id DESC LIMIT 1), true)`;
