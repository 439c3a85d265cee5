import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { act, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { TextField } from "@/shared/ui/TextField";
import { bareNumber, phoneProblem } from "./model";

const MOST_GREETING = 50;

/** One robot asks one number for friendship. Success means "asked", not "accepted" (Q48). */
export function AddByPhone({ onDone }: { onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const robots = [...useRobots().values()];
	const [robot, setRobot] = useState<RobotKey>(
		(robots.find((each) => each.robot.status === "online") ?? robots[0])?.robot.key ?? "",
	);
	const [phone, setPhone] = useState("");
	const [greeting, setGreeting] = useState("");
	const [tried, setTried] = useState(false);
	const [asked, setAsked] = useState<string | null>(null);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const greetingId = useId();
	const problem = phoneProblem(phone);
	const chosen = robots.find((each) => each.robot.key === robot);

	async function submit(event: FormEvent) {
		event.preventDefault();
		setTried(true);
		if (problem !== null) return;
		setState({ busy: true, error: null });
		const number = bareNumber(phone);
		try {
			await act(robot, { kind: "addByPhone", phone: number, greeting: greeting.trim() || null });
			setState({ busy: false, error: null });
			setAsked(number);
			setPhone("");
			setTried(false);
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	return (
		<form
			data-testid="add-form"
			onSubmit={(event) => void submit(event)}
			className="mt-2 flex flex-col gap-3"
		>
			<p className="text-small text-text-2">{t("requests.addHint")}</p>
			<div className="flex flex-col gap-1">
				<span className="text-small text-text-2" aria-hidden="true">
					{t("requests.addRobot")}
				</span>
				<Choice
					label={t("requests.addRobot")}
					value={robot}
					onChange={setRobot}
					options={robots.map((each) => ({ value: each.robot.key, label: oneLine(each.robot.name) }))}
				/>
				{chosen && chosen.robot.status !== "online" && (
					<p className="text-small text-warning-text">
						{t("requests.addRobotDown", { status: t(`robot.${chosen.robot.status}`) })}
					</p>
				)}
			</div>
			<div className="flex flex-col gap-1">
				<TextField
					label={t("requests.addPhone")}
					value={phone}
					inputMode="tel"
					data-testid="add-phone"
					aria-invalid={tried && problem !== null}
					onChange={(event) => {
						setPhone(event.target.value);
						setAsked(null);
					}}
				/>
				{tried && problem !== null && (
					<p role="alert" className="text-small text-danger-text">
						{t(`requests.phone.${problem}`)}
					</p>
				)}
			</div>
			<div className="flex flex-col gap-1">
				<label htmlFor={greetingId} className="text-small text-text-2">
					{t("requests.addGreeting")}
				</label>
				<textarea
					id={greetingId}
					value={greeting}
					rows={2}
					maxLength={MOST_GREETING}
					placeholder={t("requests.addGreetingHint")}
					onChange={(event) => setGreeting(event.target.value)}
					className="selectable resize-none rounded-control border border-line-strong bg-surface-3 px-3 py-2 text-message text-text-1 hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
				/>
				<span className="tabular self-end text-mini text-text-3">
					{[...greeting].length}/{MOST_GREETING}
				</span>
			</div>
			{asked !== null && (
				<p role="status" className="rounded-control bg-accent-weak px-3 py-2 text-base text-text-1">
					{t("requests.asked", { phone: asked })}
				</p>
			)}
			{state.error !== null && (
				<ErrorNote>{t("requests.addFailed", { reason: reason(state.error) })}</ErrorNote>
			)}
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.close")}</Button>
				<Button look="primary" type="submit" data-testid="add-submit" disabled={state.busy || robot === ""}>
					{t("requests.addSubmit")}
				</Button>
			</div>
		</form>
	);
}
