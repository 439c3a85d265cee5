/** The figures as tables of a workbook, with the words of the person's language. Pure; the engine writes the file. */
import type {
	Answerer,
	Figures,
	Metrics,
	MetricsQuery,
	RobotKey,
	Table,
	TableCell,
	Weekday,
	WorkHours,
} from "@/bindings";
import { WEEKDAYS } from "@/shared/time/week";
import { dateIn } from "@/shared/time/zones";

/** What the parts of the workbook are called. */
export type Words = {
	about: string;
	total: string;
	agents: string;
	robots: string;
	days: string;
	comparedDays: string;
	hours: string;
	agent: string;
	robot: string;
	date: string;
	figure: string;
	period: string;
	compared: string;
	zone: string;
	basis: string;
	limit: string;
	coverage: string;
	weekday: Record<Weekday, string>;
	day: string;
	hour: string;
	columns: Record<Column, string>;
	answererOf: (answerer: Answerer) => string;
	robotOf: (robot: RobotKey) => string;
	basisOf: string;
	coverageOf: string;
};

type Column =
	| "turns"
	| "answered"
	| "waiting"
	| "late"
	| "lateShare"
	| "unattributed"
	| "unattributedShare"
	| "first"
	| "firstTail"
	| "response"
	| "responseTail"
	| "received"
	| "sent"
	| "active";

const number = (value: number): TableCell => ({ kind: "number", number: value });
const text = (value: string): TableCell => ({ kind: "text", text: value });
const share = (part: number, whole: number): TableCell =>
	whole === 0 ? { kind: "empty" } : { kind: "share", ofOne: part / whole };
const duration = (ms: number | null): TableCell =>
	ms === null ? { kind: "empty" } : { kind: "duration", ms };

const CELLS: Record<Column, (figures: Figures) => TableCell> = {
	turns: (figures) => number(figures.turns),
	answered: (figures) => number(figures.answered),
	waiting: (figures) => number(figures.waiting),
	late: (figures) => number(figures.late),
	lateShare: (figures) => share(figures.late, figures.turns),
	unattributed: (figures) => number(figures.unattributed),
	unattributedShare: (figures) => share(figures.unattributed, figures.answered),
	first: (figures) => duration(figures.firstResponse.median),
	firstTail: (figures) => duration(figures.firstResponse.p90),
	response: (figures) => duration(figures.response.median),
	responseTail: (figures) => duration(figures.response.p90),
	received: (figures) => number(figures.received),
	sent: (figures) => number(figures.sent),
	active: (figures) => number(figures.activeChats),
};
const COLUMNS = Object.keys(CELLS) as Column[];

/** Every table of the page, and first what was measured and what may be missing. */
export function tablesOf(metrics: Metrics, query: MetricsQuery, hours: WorkHours, words: Words): Table[] {
	const headers = COLUMNS.map((column) => words.columns[column]);
	const figures = (of: Figures) => COLUMNS.map((column) => CELLS[column](of));
	const table = (title: string, head: string, rows: readonly (readonly [string, Figures])[]): Table => ({
		title,
		headers: [head, ...headers],
		rows: rows.map(([name, of]) => [text(name), ...figures(of)]),
	});
	const { compared } = metrics;
	const span = (period: MetricsQuery["period"]) =>
		`${dateIn(hours.zone, period.from)} – ${dateIn(hours.zone, period.to)}`;
	const about: (readonly [string, TableCell])[] = [
		[words.period, text(span(query.period))],
		...(query.compare === null ? [] : [[words.compared, text(span(query.compare))] as const]),
		...(query.robots.length === 0
			? []
			: [[words.robot, text(query.robots.map(words.robotOf).join(" "))] as const]),
		...(query.answerer === null ? [] : [[words.agent, text(words.answererOf(query.answerer))] as const]),
		[words.zone, text(hours.zone)],
		[words.basis, text(words.basisOf)],
		[words.limit, number(hours.limitMinutes)],
		[words.coverage, text(words.coverageOf)],
	];
	const tables: Table[] = [
		{ title: words.about, headers: [], rows: about.map(([name, cell]) => [text(name), cell]) },
		{
			title: words.total,
			headers: [words.figure, words.period, ...(compared === null ? [] : [words.compared])],
			rows: COLUMNS.map((column) => [
				text(words.columns[column]),
				CELLS[column](metrics.total),
				...(compared === null ? [] : [CELLS[column](compared)]),
			]),
		},
		table(
			words.agents,
			words.agent,
			metrics.agents.map((each) => [words.answererOf(each.answerer), each.figures]),
		),
		table(
			words.robots,
			words.robot,
			metrics.robots.map((each) => [words.robotOf(each.robotKey), each.figures]),
		),
		table(
			words.days,
			words.date,
			metrics.days.map((day) => [day.date, day.figures]),
		),
	];
	if (metrics.comparedDays.length > 0)
		tables.push(
			table(
				words.comparedDays,
				words.date,
				metrics.comparedDays.map((day) => [day.date, day.figures]),
			),
		);
	const hourOf = (weekday: Weekday, hour: number) =>
		metrics.hours.find((each) => each.weekday === weekday && each.hour === hour);
	tables.push({
		title: words.hours,
		headers: [
			words.day,
			words.hour,
			words.columns.received,
			words.columns.turns,
			words.columns.late,
			words.columns.response,
		],
		rows: WEEKDAYS.flatMap((weekday) =>
			Array.from({ length: 24 }, (_, hour) => {
				const known = hourOf(weekday, hour);
				return [
					text(words.weekday[weekday]),
					number(hour),
					number(known?.received ?? 0),
					number(known?.turns ?? 0),
					number(known?.late ?? 0),
					duration(known?.median ?? null),
				];
			}),
		),
	});
	return tables;
}
