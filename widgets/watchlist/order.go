package watchlist

// Order is an order of the rows by one of the columns.
type Order struct {
	Name    string // "by label"
	Compare func(a, b *Row) int
	Series  bool // Compare needs what is made of the series of every row
}

// Orders returns the orders that the columns have, from left to right.
func Orders() []Order {
	var orders []Order
	for i := range columns {
		if c := &columns[i]; c.order != "" {
			orders = append(orders, Order{c.order, c.compare, c.series})
		}
	}
	return orders
}
