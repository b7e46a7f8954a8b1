-- What was paid was placed before.
UPDATE orders SET state = 'placed' WHERE state = 'paid';
ALTER TABLE orders DROP FOREIGN KEY orders_method;
ALTER TABLE orders DROP COLUMN method_id;
DROP TABLE bank_transfers;
DROP TABLE cards;
DROP TABLE payment_methods;
