/** What an author writes and a second person approves. Published as it stands; nothing here reaches a learner unpresented. */
export interface QuizContent {
  rule: QuizRuleContent;
  questions: Question[];
}

export interface QuizRuleContent {
  /** How many questions an attempt draws; all of them when the pool is smaller. */
  draw: number;
  /** 1–100; see `neededCorrect`. */
  passPercent: number;
  /** Attempts allowed per module version; 0 is unlimited. */
  maxAttempts: number;
  /** Minutes to wait after an attempt that did not pass; 0 is none. */
  waitMinutes: number;
}

export interface Option {
  /** Stable within the question ('a', 'b', …); given by position at publication when the author gave none. */
  id: string;
  text: string;
  correct: boolean;
  /** Said after submission to who chose this option. */
  feedback: string;
}

interface QuestionBase {
  /** Unique in the module and kept from version to version, so that a question's history can be followed. */
  key: string;
  stem: string;
  /** One sentence to remember, shown after submission. */
  explanation: string;
}

/** One option is right. */
export interface SingleQuestion extends QuestionBase {
  type: 'single';
  options: Option[];
}

/** Right only when exactly the right options are chosen. */
export interface MultipleQuestion extends QuestionBase {
  type: 'multiple';
  options: Option[];
}

/** A statement that holds or does not. */
export interface TrueFalseQuestion extends QuestionBase {
  type: 'true_false';
  answer: boolean;
  /** Said to who chose true, to who chose false. */
  feedback: { true: string; false: string };
}

export type Question = SingleQuestion | MultipleQuestion | TrueFalseQuestion;

/** A question as one attempt drew it: which, and in what order its options stand. Stored in the attempt. */
export interface DrawnQuestion {
  /** Id of the question's published version. */
  id: string;
  /** Option ids in the order shown; absent where nothing is shuffled. */
  options?: string[];
}

export interface Draw {
  questions: DrawnQuestion[];
}

/** Option id; option ids, ascending; or the truth of a statement. What the attempt stores under the question's id. */
export type Answer = string | string[] | boolean;

export interface PresentedOption {
  /** The option's place in this attempt ('1', '2', …): an author's habit of writing the right one first tells nothing. */
  value: string;
  text: string;
  chosen: boolean;
}

/** A question as a learner may see it before submission: no key, no feedback, no explanation. */
export interface PresentedQuestion {
  id: string;
  /** 1-based place in the attempt. */
  number: number;
  type: string;
  stem: string;
  /** Whether several options may be chosen. */
  several: boolean;
  options: PresentedOption[];
  answered: boolean;
}

export interface ReviewedOption extends PresentedOption {
  correct: boolean;
  /** Only for what the learner chose. */
  feedback: string | null;
}

/** A question after submission. */
export interface ReviewedQuestion extends PresentedQuestion {
  options: ReviewedOption[];
  right: boolean;
  explanation: string;
}
