-- For the sign-in connection: what an invitation's link opens. The token itself is never stored.

CREATE OR REPLACE FUNCTION alongside.invitation(hash text)
RETURNS TABLE (first_name text, email text, district_name text, slug text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
    SELECT m.first_name, c.email, d.name, d.slug
      FROM public.accounts_invitation i
      JOIN public.accounts_member m ON m.id = i.member_id AND m.active AND m.user_id IS NULL
      JOIN public.accounts_contact c ON c.member_id = m.id
      JOIN public.accounts_district d ON d.id = i.district_id
     WHERE i.token_hash = hash AND i.accepted_at IS NULL AND i.expires_at > now()
$$;

CREATE OR REPLACE FUNCTION alongside.accept_invitation(hash text, identity bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    place text;
BEGIN
    SELECT v.slug INTO place FROM alongside.invitation(hash) v;
    IF place IS NULL THEN
        RETURN NULL;
    END IF;
    -- What stands in circles from before this moment waits for a coach's word that it is them.
    UPDATE public.accounts_member m SET user_id = identity, identity_since = statement_timestamp()
      FROM public.accounts_invitation i
     WHERE i.token_hash = hash AND m.id = i.member_id AND m.user_id IS NULL;
    IF NOT FOUND THEN
        RETURN NULL;  -- somebody else with the link was a moment faster
    END IF;
    UPDATE public.accounts_invitation SET accepted_at = now() WHERE token_hash = hash;
    RETURN place;
END $$;
