/**
 * Parts of the window whose program is read when they are first needed, so that the start reads only what it shows. Once
 * read they are drawn at once, without a moment of waiting in between; `React.lazy` suspends the first time even then.
 */
import { type ComponentType, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { focusRegion } from "../hooks/regions";
import { Button } from "./Button";
import { ErrorNote } from "./ErrorNote";

export type Later<Props> = ComponentType<Props> & { prepare: () => Promise<void> };

export function later<Props extends object>(read: () => Promise<ComponentType<Props>>): Later<Props> {
	let Read: ComponentType<Props> | null = null;
	let reading: Promise<void> | null = null;
	/** Reads it ahead of time. What fails is tried again the next time. */
	const prepare = () => {
		reading ??= read().then(
			(component) => {
				Read = component;
			},
			(error: unknown) => {
				reading = null;
				throw error;
			},
		);
		return reading;
	};

	function Later(props: Props) {
		const [, setRead] = useState(Read !== null);
		const [failed, setFailed] = useState(false);
		const place = useRef<HTMLDivElement>(null);
		const takesFocus = useRef(false);
		const isRead = Read !== null;

		const start = useCallback(() => {
			setFailed(false);
			prepare().then(
				() => {
					takesFocus.current = place.current?.contains(document.activeElement) ?? false;
					setRead(true);
				},
				() => setFailed(true),
			);
		}, []);
		useEffect(() => {
			if (!isRead) start();
		}, [isRead, start]);
		// Before anything is painted, so that no key goes astray in between.
		useLayoutEffect(() => {
			// Whoever came here by the keyboard waited in the place of what is here now.
			if (isRead && takesFocus.current) focusRegion("view");
			takesFocus.current = false;
		}, [isRead]);

		if (Read !== null) return <Read {...props} />;
		return <Waiting place={place} failed={failed} onRetry={start} />;
	}
	return Object.assign(Later, { prepare });
}

type WaitingProps = { place: React.RefObject<HTMLDivElement | null>; failed: boolean; onRetry: () => void };

function Waiting({ place, failed, onRetry }: WaitingProps) {
	const { t } = useTranslation();
	return (
		<div ref={place} tabIndex={-1} data-region-focus="" className="h-full bg-surface-1 p-4 outline-none">
			{failed ? (
				<div className="flex flex-col items-start gap-3">
					<ErrorNote>{t("later.failed")}</ErrorNote>
					<Button size="small" onClick={onRetry}>
						{t("app.retry")}
					</Button>
				</div>
			) : (
				<div role="status" aria-label={t("later.loading")} className="flex flex-col gap-3">
					{["w-1/5", "w-3/5", "w-2/5"].map((width) => (
						<span key={width} className={`skeleton h-4 ${width}`} />
					))}
				</div>
			)}
		</div>
	);
}
