package preset

import "reflect"

// Equal reports whether o is the same preset with the same values, secrets among them, so that a feed of one need not be
// started anew for the other.
func (b *Bound) Equal(o *Bound) bool {
	return b.Name == o.Name && b.YAML() == o.YAML() && b.URL == o.URL && b.Proxy == o.Proxy && b.TLS == o.TLS &&
		reflect.DeepEqual(b.Quiet, o.Quiet) && reflect.DeepEqual(b.Header, o.Header) && reflect.DeepEqual(b.values, o.values)
}
