import { create } from "zustand";
import type { AccountId, BroadcastPlan } from "@/bindings";
import { type Form, NEW_FORM } from "./model";

type Desk = { account: AccountId | null; form: Form | null; plan: BroadcastPlan | null };

/** What is being put together outlives the view, but not the account it is for. */
const useFormStore = create<Desk>(() => ({ account: null, form: null, plan: null }));

export function useForm(account: AccountId | null) {
	const store = useFormStore();
	const mine = store.account === account;
	return {
		form: mine ? store.form : null,
		plan: mine ? store.plan : null,
		begin: () => useFormStore.setState({ account, form: NEW_FORM, plan: null }),
		change: (part: Partial<Form>) =>
			useFormStore.setState(({ form }) => ({ form: form === null ? null : { ...form, ...part } })),
		setPlan: (plan: BroadcastPlan | null) => useFormStore.setState({ plan }),
		end: () => useFormStore.setState({ account: null, form: null, plan: null }),
	};
}

export type FormDesk = ReturnType<typeof useForm>;
