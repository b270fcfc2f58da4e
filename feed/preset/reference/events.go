package reference

func events() []Key {
	return []Key{{
		Name: "events", Kind: Maps,
		Doc: "How data is read, a rule for each shape of message. **All rules that match are applied** to a message, in order, up to one with `stop: true`; a record that several rules match counts once for its label." +
			" A message that no rule matches is `?` in the log, is counted, and is no error.",
		Example: `events: [{match: {type: trade}, each: data, label: s, time: t, values: {price: p, size: q}}]`,
		Keys: []Key{
			{Name: "match", Kind: Match, Doc: "Which messages the rule is for. A rule has `match`, `sub` or both.", Example: `events: [{match: {-2: "/^ohlc-/"}, each: 1, label: $.-1, value: 5}]`},
			{
				Name: "sub", Kind: Routes,
				Doc:     "How a message names the subscription that it belongs to, where it does so by an id of the server or by a channel: what is at the path must be what the text is for that subscription. `${symbol}` has a value in the rule then.",
				Example: `events: [{sub: {ch: "trades.${symbol}"}, each: data, value: p}]`,
			},
			{
				Name: "each", Kind: Path,
				Doc: "Where the records are. A list whose elements are all lists or objects is a record for each; anything else with parts is one record, so that a snapshot and an update need one rule. `*` stands for every element of a list and every value" +
					" of an object. Where the path leads nowhere, or to a text or a number, the rule does not match; an empty list is no record.",
				Example: `events: [{match: {ch: ticker}, each: events.*.tickers, label: id, value: price}]`,
			},
			{Name: "where", Kind: Match, Doc: "Which of the records count. Its paths start at the record.", Example: `events: [{match: {0.ev: "*"}, each: $, where: {ev: T}, label: sym, value: p}]`},
			{
				Name: "label", Kind: PathOrText,
				Doc:     "What a record is about: its row in the watchlist. Without it, the symbol of the subscription, else the name of the preset. A label that is a symbol is that subscription's row; any other one gets a row of its own.",
				Example: `events: [{match: {type: power}, label: "=home", value: watts}]`,
			},
			{Name: "keep", Kind: Texts, Doc: "Wildcards of the labels that get rows: `*` is any text, `?` one character.", Example: `events: [{match: {type: state}, label: id, keep: [sensor.*, light.*], value: state}]`},
			{Name: "time", Kind: Path, Doc: "When it happened, by the feed's clock; see the times below. Without it, when it was received.", Example: `events: [{match: {type: trade}, label: s, time: ts, value: p}]`},
			{Name: "zone", Kind: Text, Default: "UTC", Doc: "The time zone of times that are written without one.", Example: `events: [{match: {type: trade}, label: s, time: ts, zone: Asia/Seoul, value: p}]`},
			{Name: "unit", Kind: PathOrText, Doc: "The unit of the values.", Example: `events: [{match: {type: power}, label: id, value: watts, unit: "=W"}]`},
			{Name: "text", Kind: PathOrText, Doc: "What the log shows in the place of the message.", Example: `events: [{match: {event: update}, label: stream.0, text: "${msg.account}: ${msg.title}"}]`},
			{Name: "value", Kind: Path, Doc: "The number of a record. A rule has one of `value`, `values` and `ohlc`, or none.", Example: `events: [{match: {type: trade}, label: s, value: p}]`},
			{
				Name: "values", Kind: NamedPaths,
				Doc:     "Several numbers with names, of which the first is the row's value. One that a record leaves out has not changed; `null`, `\"\"`, other text and NaN mean that there is no value from then on.",
				Example: `events: [{match: {type: quote}, label: s, values: {last: l, bid: b, ask: a}}]`,
			},
			{
				Name: "ohlc", Kind: Map,
				Doc:     "A candle of the feed. An update of the same label and the same `begin` (or `end`) replaces it. Without `ohlc`, candles are made of the values by the clock.",
				Example: `events: [{match: {type: candle}, label: s, ohlc: {open: o, high: h, low: l, close: c, volume: v, begin: t, closed: x}}]`,
				Keys: []Key{
					{Name: "open", Kind: Path, Need: true, Doc: "The first value.", Example: candle},
					{Name: "high", Kind: Path, Need: true, Doc: "The highest value.", Example: candle},
					{Name: "low", Kind: Path, Need: true, Doc: "The lowest value.", Example: candle},
					{Name: "close", Kind: Path, Need: true, Doc: "The last value, which is the row's.", Example: candle},
					{Name: "volume", Kind: Path, Doc: "How much was traded.", Example: `events: [{match: {type: candle}, label: s, ohlc: {open: o, high: h, low: l, close: c, volume: v, begin: t}}]`},
					{Name: "begin", Kind: Path, Doc: "When it begins. One of `begin` and `end` must be there.", Example: candle},
					{Name: "end", Kind: Path, Doc: "When it ends.", Example: `events: [{match: {type: candle}, label: s, ohlc: {open: o, high: h, low: l, close: c, end: t}}]`},
					{Name: "closed", Kind: Path, Doc: "Whether it is final, where the feed says so.", Example: `events: [{match: {type: candle}, label: s, ohlc: {open: o, high: h, low: l, close: c, begin: t, closed: x}}]`},
				},
			},
			{Name: "whole", Kind: Flag, Default: "false", Doc: "A record has all of its values: one that is left out is no value, rather than one that has not changed.", Example: `events: [{match: {type: quote}, label: s, values: {bid: b, ask: a}, whole: true}]`},
			{Name: "stop", Kind: Flag, Default: "false", Doc: "The rules after this one are not applied to a message that it matches.", Example: `events: [{match: {type: test}, label: s, value: p, stop: true}, {match: {price: "*"}, label: s, value: price}]`},
		},
	}}
}

const candle = `events: [{match: {type: candle}, label: s, ohlc: {open: o, high: h, low: l, close: c, begin: t}}]`

func freshness() []Key {
	return []Key{
		{
			Name: "stale", Kind: Stale, Default: "auto",
			Doc:     "No event on a subscription for so long: its data is stale. `auto` is learned from the intervals of its events, `off` is never. In a map the last wildcard that fits the symbol counts.",
			Example: `stale: {"*": 10s, DOT/USD: 1m, "*/JPY": off}`,
		},
		{
			Name: "first", Kind: Duration, Default: "30s",
			Doc:     "How long a subscription may be without its first event. Without the key, it is longer where symbols have taken longer.",
			Example: `first: 2m`,
		},
		{
			Name: "hours", Kind: MapOrMs, Keys: hours("hours"),
			Doc:     "When data is to be expected. Outside silence is no fault, and the feed is MARKET CLOSED.",
			Example: `hours: {days: Mon-Fri, from: "09:30", to: "16:00", zone: America/New_York}`,
		},
		{
			Name: "quiet", Kind: MapOrMs, Keys: hours("quiet"),
			Doc:     "When alerts are held back, of every week. What still holds at the end is raised then.",
			Example: `quiet: [{days: Sat, from: "22:00", to: "02:00", zone: Europe/Berlin}]`,
		},
		{
			Name: "alerts", Kind: Texts,
			Doc:     "What an operator is notified of, 100 at most, in the words of `:alert`.",
			Example: `alerts: ["XBT/USD > 61250 for 3s bell", "silent 30s notify run page", gap]`,
		},
	}
}

func hours(of string) []Key {
	example := of + `: {days: "Mon, Wed", from: "09:30", to: "16:00", zone: Europe/Berlin}`
	return []Key{
		{Name: "days", Kind: Text, Default: "Mon-Sun", Doc: "On which days they begin.", Example: example},
		{Name: "from", Kind: Clock, Need: true, Doc: "When they begin, in quotes.", Example: example},
		{Name: "to", Kind: Clock, Need: true, Doc: "When they end, in quotes; `\"24:00\"` is the end of the day. At or before `from` it is on the day after.", Example: example},
		{Name: "zone", Kind: Text, Default: "UTC", Doc: "Whose clock it is.", Example: example},
	}
}

// Hours documents the keys of hours that stand elsewhere than in a preset.
func Hours(of string) []Key { return hours(of) }
