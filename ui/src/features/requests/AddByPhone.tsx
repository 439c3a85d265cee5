import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { AskingRobot, useAskingRobot } from "@/shared/adding/AskingRobot";
import { Greeting } from "@/shared/adding/Greeting";
import { act } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { bareNumber, phoneProblem } from "@/shared/text/phones";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { TextField } from "@/shared/ui/TextField";

/** One robot asks one number for friendship. Success means "asked", not "accepted" (Q48). */
export function AddByPhone({ onDone }: { onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [robot, setRobot] = useAskingRobot();
	const [phone, setPhone] = useState("");
	const [greeting, setGreeting] = useState("");
	const [tried, setTried] = useState(false);
	const [asked, setAsked] = useState<string | null>(null);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const problem = phoneProblem(phone);

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
			<AskingRobot
				value={robot}
				onChange={setRobot}
				whenDown={(status) => t("requests.addRobotDown", { status })}
			/>
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
			<Greeting value={greeting} onChange={setGreeting} />
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
