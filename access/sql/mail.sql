-- Mail that failed: what the worker may note of an address, and what administrators learn of it.

-- For the worker: the mail server refused this address for good.
CREATE OR REPLACE FUNCTION alongside.mail_came_back(message uuid, address text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    UPDATE public.accounts_contact c SET bounced_at = now()
      FROM public.accounts_outboxmessage o
     WHERE o.id = message AND o.failed_at IS NOT NULL
       -- Corrected meanwhile: the new address has not bounced.
       AND c.member_id = o.recipient_id AND c.email = address
$$;

-- For administrators: who missed mail lately although their address was not refused. Which mail it
-- was is nobody's business.
CREATE OR REPLACE FUNCTION alongside.unreached() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT DISTINCT o.recipient_id FROM public.accounts_outboxmessage o
     WHERE o.district_id = alongside.admin_district() AND o.failed_at > now() - interval '14 days'
       AND NOT EXISTS (
            SELECT 1 FROM public.accounts_contact c
             WHERE c.member_id = o.recipient_id AND c.bounced_at IS NOT NULL)
$$;

-- A person's message has a key that begins with who queues it: it clashes with their own alone, and
-- tells nobody what was sent. This runs as the writer.
CREATE OR REPLACE FUNCTION alongside.sign_message() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'alongside_member' THEN
        NEW.key := alongside.me() || ':' || NEW.key;
    ELSE
        NEW.key := alongside.admin() || ':' || NEW.key;
    END IF;
    RETURN NEW;
END $$;
