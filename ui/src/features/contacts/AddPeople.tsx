import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AddingRules, commands } from "@/bindings";
import { AskingRobot, useAskingRobot } from "@/shared/adding/AskingRobot";
import { Greeting } from "@/shared/adding/Greeting";
import { useAddings } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { clockOf } from "@/shared/time/clock";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { TextArea } from "@/shared/ui/TextArea";
import { daysNeeded, heldPhones, MOST_PHONES, readPhones, waitingIn } from "./phones";

/** What was typed outlives the dialog, until it was taken in. */
const typed = { phones: "", greeting: "" };

type Props = { onDone: () => void; onAdded: () => void };

/** One number or a whole list: either way they are asked one by one, as slowly as the rules say. */
export function AddPeople({ onDone, onAdded }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const addings = useAddings();
	const rules = useQuery({ queryKey: ["addingRules"], queryFn: () => commands.addingRules() });
	const [robot, setRobot] = useAskingRobot();
	const [text, setText] = useState(typed.phones);
	const [greeting, setGreeting] = useState(typed.greeting);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const lists = useMemo(() => [...(addings.value?.values() ?? [])], [addings.value]);
	const pasted = useMemo(() => readPhones(text, heldPhones(lists, robot)), [text, lists, robot]);
	const before = lists
		.filter((list) => list.robotKey === robot)
		.reduce((sum, list) => sum + waitingIn(list), 0);
	const tooMany = pasted.phones.length > MOST_PHONES;

	async function submit(event: FormEvent) {
		event.preventDefault();
		setState({ busy: true, error: null });
		try {
			await commands.addByPhone(robot, [...pasted.phones], greeting.trim() || null);
			typed.phones = "";
			typed.greeting = "";
			onAdded();
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	return (
		<form
			data-testid="add-people"
			onSubmit={(event) => void submit(event)}
			className="mt-2 flex flex-col gap-3"
		>
			<p className="text-small text-text-2">{t("contacts.addHint")}</p>
			<AskingRobot
				value={robot}
				onChange={setRobot}
				whenDown={(status) => t("contacts.addRobotDown", { status })}
			/>
			<div className="flex flex-col gap-1">
				<TextArea
					label={t("contacts.phones")}
					value={text}
					rows={6}
					data-testid="add-phones"
					placeholder={t("contacts.phonesHint")}
					onChange={(event) => {
						typed.phones = event.target.value;
						setText(event.target.value);
					}}
					className="tabular resize-none"
				/>
				<p className="text-small text-text-2" aria-live="polite" data-testid="phones-summary">
					{t("contacts.phonesGood", { count: pasted.phones.length })}
					{pasted.repeated > 0 && ` · ${t("contacts.phonesRepeated", { count: pasted.repeated })}`}
					{pasted.known.length > 0 && ` · ${t("contacts.phonesKnown", { count: pasted.known.length })}`}
				</p>
				{pasted.wrong.length > 0 && (
					<div
						data-testid="phones-wrong"
						className="max-h-24 overflow-y-auto rounded-control bg-warning-weak px-3 py-2 text-small text-text-1"
					>
						<p>{t("contacts.phonesWrong", { count: pasted.wrong.length })}</p>
						<ul>
							{pasted.wrong.map(({ text: written, problem }) => (
								<li key={written} className="selectable [overflow-wrap:anywhere]">
									{t("contacts.phoneWrong", { phone: written, why: t(`requests.phone.${problem}`) })}
								</li>
							))}
						</ul>
					</div>
				)}
				{tooMany && (
					<p role="alert" className="text-small text-danger-text">
						{t("contacts.tooMany", { limit: String(MOST_PHONES) })}
					</p>
				)}
			</div>
			<Greeting
				value={greeting}
				onChange={(next) => {
					typed.greeting = next;
					setGreeting(next);
				}}
			/>
			{rules.data && <Pace rules={rules.data} waiting={before + pasted.phones.length} before={before} />}
			{state.error !== null && (
				<ErrorNote>{t("requests.addFailed", { reason: reason(state.error) })}</ErrorNote>
			)}
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.cancel")}</Button>
				<Button
					look="primary"
					type="submit"
					data-testid="add-submit"
					disabled={state.busy || robot === "" || tooMany || pasted.phones.length === 0}
				>
					{t("contacts.addSubmit", { count: pasted.phones.length })}
				</Button>
			</div>
		</form>
	);
}

function Pace({ rules, waiting, before }: { rules: AddingRules; waiting: number; before: number }) {
	const { t } = useTranslation();
	const minutes = (seconds: number) => String(Math.round(seconds / 60));
	return (
		<p className="rounded-control bg-surface-1 px-3 py-2 text-small leading-5 text-text-2">
			{t("contacts.pace", {
				cap: String(rules.dailyCap),
				least: minutes(rules.leastPauseS),
				most: minutes(rules.mostPauseS),
				from: clockOf(rules.quiet.fromMinute),
				to: clockOf(rules.quiet.toMinute),
			})}{" "}
			{before > 0 && t("contacts.paceBefore", { count: before })}{" "}
			{waiting > 0 && t("contacts.paceDays", { days: String(daysNeeded(waiting, rules.dailyCap)) })}
		</p>
	);
}
