package reference

// Kind is what the value of a key is.
type Kind struct {
	Name   string // as a sentence has it: "a duration"
	schema string // JSON Schema of such a value; "" for a map, which follows from its keys
	list   bool   // a list of maps
	either bool   // one map or a list of maps
}

// The kinds of values.
var (
	Text     = Kind{Name: "a text", schema: `{"type":["string","number"]}`}
	Texts    = Kind{Name: "a list of texts", schema: `{"type":"array","items":{"type":["string","number"]}}`}
	Flag     = Kind{Name: "`true` or `false`", schema: `{"type":"boolean"}`}
	True     = Kind{Name: "`true`", schema: `{"const":true}`}
	Duration = Kind{Name: "a duration", schema: duration}
	Size     = Kind{Name: "a size", schema: `{"type":"string","pattern":"^[0-9.]+(B|KB|MB|KiB|MiB|GiB)$"}`}
	Rate     = Kind{Name: "a rate", schema: `{"type":"string","pattern":"^[0-9.]+(B|KB|MB|KiB|MiB|GiB)?/s$"}`}
	Count    = Kind{Name: "a whole number", schema: `{"type":"integer","minimum":1}`}
	Clock    = Kind{Name: "a time of the day", schema: `{"type":"string","pattern":"^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$"}`}
	Regexp   = Kind{Name: "a regular expression", schema: `{"type":"string"}`}

	Path       = Kind{Name: "a path", schema: path}
	Paths      = Kind{Name: "a list of paths", schema: `{"type":"array","items":` + path + `}`}
	NamedPaths = Kind{Name: "a map of names and paths", schema: `{"type":"object","minProperties":1,"additionalProperties":` + path + `}`}
	PathOrText = Kind{Name: "a path, or a text if it holds `${` or begins with `=`", schema: path}
	Match      = Kind{Name: "a match, or a list of them", schema: `{"$ref":"#/$defs/match"}`}
	Message    = Kind{Name: "a message", schema: `{"type":["object","array","string","number","boolean"]}`}
	Value      = Kind{Name: "a value", schema: `{}`}
	Headers    = Kind{Name: "a map of names and texts", schema: `{"type":"object","additionalProperties":{"type":["string","number"]}}`}
	Params     = Kind{Name: "a map of names and values", schema: `{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9_]+$"},"properties":{"symbols":{"type":"array","items":{"type":["string","number"]}}}}`}
	Routes     = Kind{Name: "a map of paths and texts", schema: `{"type":"object","minProperties":1,"additionalProperties":{"type":["string","number"]}}`}
	Codes      = Kind{Name: "a list of close codes", schema: `{"type":"array","items":{"anyOf":[{"type":"integer"},{"type":"string","pattern":"^[0-9]+(-[0-9]+)?$"}]}}`}
	Stale      = Kind{Name: "a duration, `auto`, `off`, or a map of wildcards and these", schema: `{"anyOf":[` + stale + `,{"type":"object","additionalProperties":` + stale + `}]}`}

	Map     = Kind{Name: "a map"}
	Maps    = Kind{Name: "a list of maps", list: true}
	MapOrMs = Kind{Name: "a map, or a list of maps", either: true}
)

const (
	duration = `{"type":"string","pattern":"^([0-9]+d)?([0-9.]+(ns|us|µs|ms|s|m|h))*$"}`
	path     = `{"type":["string","number"]}`
	stale    = `{"anyOf":[{"enum":["auto","off"]},` + duration + `]}`
)

// KeyNames are the keys of a keyboard for an action.
var KeyNames = Kind{Name: "a map of actions and their keys", schema: `{"type":"object","additionalProperties":{"anyOf":[{"type":["string","integer"]},{"type":"array","items":{"type":["string","integer"]}}]}}`}

// AutoOr is a value of a kind, or `auto`.
func AutoOr(k Kind) Kind {
	return Kind{Name: "`auto`, or " + k.Name, schema: `{"anyOf":[{"const":"auto"},` + k.schema + `]}`}
}

// OffOr is a value of a kind, or `off`.
func OffOr(k Kind) Kind {
	return Kind{Name: "`off`, or " + k.Name, schema: `{"anyOf":[{"const":"off"},` + k.schema + `]}`}
}

// OneOf is one of some words.
func OneOf(words ...string) Kind {
	name, enum := "", ""
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			name, enum = name+" or ", enum+","
		default:
			name, enum = name+", ", enum+","
		}
		name, enum = name+"`"+w+"`", enum+`"`+w+`"`
	}
	return Kind{Name: name, schema: `{"enum":[` + enum + `]}`}
}

// MapOf is a map with any names, whose values are maps with the keys of the record.
var MapOf = Kind{Name: "a map of names and maps", schema: "map"}
