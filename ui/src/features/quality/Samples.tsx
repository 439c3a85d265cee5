import { useMutation } from "@tanstack/react-query";
import { Dices } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type RobotKey } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { useReason } from "@/shared/i18n/useReason";
import { PERIODS, type Period, periodOf } from "@/shared/lead/periods";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { TextField } from "@/shared/ui/TextField";
import { useSamples } from "./useQuality";

/** Conversations drawn at random, so many of each agent; the same seed draws the same ones. */
export function Samples({ onWalk }: { onWalk: (sample: string) => void }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const samples = useSamples();
	const [leaving, setLeaving] = useState<string | null>(null);
	const remove = useMutation({
		mutationFn: (sample: string) => commands.deleteSample(sample),
		onSuccess: () => setLeaving(null),
		onSettled: () => samples.refetch(),
	});
	return (
		<div className="mx-auto flex max-w-[880px] flex-col gap-4 px-6 py-4">
			<Draw
				onDrawn={(id) => {
					void samples.refetch();
					onWalk(id);
				}}
			/>
			{samples.error !== null && <PanelFailed error={samples.error} onRetry={() => void samples.refetch()} />}
			{samples.isPending && <PanelSkeleton />}
			<ul className="flex flex-col gap-2">
				{samples.data?.map(({ id, request, drawnAt, size, scored }) => (
					<li
						key={id}
						data-testid="sample"
						className="flex items-center gap-4 rounded-card border border-line bg-surface-1 px-4 py-3"
					>
						<span className="min-w-0 flex-1">
							<span className="block truncate text-base font-medium text-text-1">{request.name}</span>
							<span className="tabular block text-small text-text-3">
								{t("quality.drawn", { time: times.full(drawnAt), seed: String(request.seed) })}
							</span>
						</span>
						<span className="tabular shrink-0 text-small text-text-2">
							{t("quality.scoredOf", { scored: String(scored), size: String(size) })}
						</span>
						<Button look={scored < size ? "primary" : "outline"} onClick={() => onWalk(id)}>
							{t(scored < size ? "quality.walk" : "quality.lookAgain")}
						</Button>
						<Button look="quiet" onClick={() => setLeaving(id)}>
							{t("quality.remove")}
						</Button>
					</li>
				))}
			</ul>
			<Modal open={leaving !== null} onOpenChange={() => setLeaving(null)} title={t("quality.removeSample")}>
				<p className="mt-2 text-base text-text-2">{t("quality.removeSampleBody")}</p>
				<div className="mt-5 flex justify-end gap-2">
					<Button onClick={() => setLeaving(null)}>{t("quality.cancel")}</Button>
					<Button look="danger" onClick={() => leaving !== null && remove.mutate(leaving)}>
						{t("quality.remove")}
					</Button>
				</div>
			</Modal>
		</div>
	);
}

/** A seed nobody has to think of; it is shown, so that the draw can be repeated. */
function anySeed(): string {
	return String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
}

function Draw({ onDrawn }: { onDrawn: (sample: string) => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const [name, setName] = useState("");
	const [perAgent, setPerAgent] = useState("5");
	const [period, setPeriod] = useState<Period>("week");
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [seed, setSeed] = useState(anySeed);
	const draw = useMutation({
		mutationFn: () =>
			commands.drawSample({
				name: name.trim() || suggested,
				seed: Number(seed),
				perAgent: Number(perAgent),
				robot: robot === "" ? null : robot,
				...periodOf(period, Date.now()),
			}),
		onSuccess: (id) => {
			setName("");
			setSeed(anySeed());
			onDrawn(id);
		},
	});
	// Somebody who does not care for a name need not think of one.
	const suggested = t("quality.sampleOf", { day: times.date(Date.now()) });
	const count = Number(perAgent);
	const isWhole = (text: string) => /^\d+$/.test(text);
	const ready =
		isWhole(perAgent) && count >= 1 && count <= 200 && isWhole(seed) && Number(seed) <= 0xffff_ffff;

	function submit(event: FormEvent) {
		event.preventDefault();
		if (ready) draw.mutate();
	}

	return (
		<form
			onSubmit={submit}
			data-testid="draw-form"
			className="flex flex-col gap-3 rounded-card border border-line bg-surface-1 p-4"
		>
			<div className="grid grid-cols-[2fr_1fr_1fr] items-end gap-3">
				<TextField
					label={t("quality.sampleName")}
					data-testid="sample-name"
					value={name}
					placeholder={suggested}
					maxLength={40}
					onChange={(event) => setName(event.target.value)}
				/>
				<TextField
					label={t("quality.perAgent")}
					inputMode="numeric"
					value={perAgent}
					onChange={(event) => setPerAgent(event.target.value)}
				/>
				<TextField
					label={t("quality.seed")}
					inputMode="numeric"
					value={seed}
					onChange={(event) => setSeed(event.target.value)}
				/>
			</div>
			<div className="flex gap-3">
				<Choice
					label={t("review.period")}
					value={period}
					onChange={setPeriod}
					options={PERIODS.map((each) => ({ value: each, label: t(`review.periods.${each}`) }))}
				/>
				<RobotFilter value={robot} onChange={setRobot} />
			</div>
			{draw.isError && <ErrorNote>{t("quality.notDrawn", { reason: reason(draw.error) })}</ErrorNote>}
			<div className="flex items-center gap-3">
				<p className="min-w-0 flex-1 text-small text-text-2">{t("quality.drawHint")}</p>
				<Button type="submit" look="primary" data-testid="draw" disabled={!ready || draw.isPending}>
					<Dices size={16} aria-hidden="true" />
					{t("quality.draw")}
				</Button>
			</div>
		</form>
	);
}
