/** How the robots and the line of the demo world fared: each robot fell once, and the line twice. */
import type { HealthReport, Interval, StatusStretch } from "@/bindings";
import type { DemoCommands, DemoEngine } from "./engine";
import { wave } from "./wave";

type World = Pick<DemoEngine, "chats" | "robots">;

export function healthCommands(world: World): DemoCommands {
	return { health_report: ({ period }: { period: Interval }) => report(period, world) };
}

function report(period: Interval, world: World): HealthReport {
	const whole = period.to - period.from;
	const at = (share: number) => period.from + whole * share;
	const robots = world.robots().map((robot, index) => {
		const fell = 0.2 + index * 0.25;
		const stretches: StatusStretch[] = [
			{ status: "online", from: at(0), to: at(fell) },
			{ status: "offline", from: at(fell), to: at(fell + 0.06) },
			{ status: "starting", from: at(fell + 0.06), to: at(fell + 0.07) },
			{ status: robot.status, from: at(fell + 0.07), to: at(1) },
		];
		return { robotKey: robot.key, stretches };
	});
	const named = world.chats();
	return {
		period,
		robots,
		line: [
			{ state: "closed", from: at(0), to: at(0.3) },
			{ state: "connecting", from: at(0.3), to: at(0.302) },
			{ state: "catchingUp", from: at(0.302), to: at(0.315) },
			{ state: "live", from: at(0.315), to: at(0.62) },
			{ state: "offline", from: at(0.62), to: at(0.64) },
			{ state: "live", from: at(0.64), to: at(1) },
		],
		lag: Array.from({ length: 40 }, (_, index) => ({
			at: at(0.32 + index * 0.017),
			messages: 20 + Math.round(wave(index) * 60),
			mean: 700 + wave(index) * 900,
			worst: 1800 + wave(index + 3) * (index === 19 ? 42_000 : 5000),
		})),
		gaps: named.slice(3, 6).map(({ row }, index) => ({
			chat: row.key,
			chatName: row.name,
			gap: { from: at(0.6), to: at(0.62 + index * 0.01) },
		})),
		gapsTotal: named.slice(3, 6).length,
		sends: named.slice(6, 9).flatMap(({ row, messages }, index) => {
			const message = messages.at(-1);
			if (message === undefined) return [];
			return [
				{
					key: message.key,
					chatName: row.name,
					at: at(0.7 + index * 0.05),
					text: "您好，您的退款已经提交，预计一到三天到账。",
					trouble: (["refused", "unconfirmed", "failed"] as const)[index] ?? "refused",
				},
			];
		}),
		sendsTotal: named.slice(6, 9).length,
		unrecognised: 2,
	};
}
