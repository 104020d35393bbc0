"""The second signature under the grants: which database role may do what with which table, written out.

``districts/wall/grants.py`` and ``wall_grants`` on the models are the first. Whoever widens a grant there has to say
so here too. S = SELECT, I = INSERT, U = UPDATE, D = DELETE; a dot is nothing. Nobody but the owner ever holds
TRUNCATE, REFERENCES, TRIGGER or MAINTAIN.

A table that is not listed fails ``test_sql_matrix.py``. A new room adds its lines in a block of its own.
"""

#: table: district, login, senate, operator
_LINES = """
account_emailaddress                     .     SIUD  .     .
account_emailconfirmation                .     SIUD  .     .
accounts_user                            S     SIU   S     SU
accounts_user_groups                     SID   .     .     SID
auth_group                               SI    .     .     SI
auth_group_permissions                   .     .     .     .
auth_permission                          S     S     S     S
django_content_type                      S     S     S     S
django_migrations                        .     .     .     .
django_session                           .     SIUD  .     .
guardian_groupobjectpermission           .     .     .     .
guardian_userobjectpermission            .     .     .     .
pghistory_context                        .     .     .     .

checklist_agreement                      SIUD  .     .     .
checklist_agreementevent                 S     .     .     .
checklist_concern                        SIUD  .     .     .
checklist_concernecho                    SIUD  .     .     .
checklist_concerntopic                   SIUD  .     .     .
checklist_concerntopicevent              S     .     .     .
checklist_contribution                   SIUD  .     .     .
checklist_contributionevent              S     .     .     .
checklist_functionalrole                 SIUD  .     .     .
checklist_functionalroleevent            S     .     .     .
checklist_functionalroleregion           SIUD  .     .     .
checklist_functionalroleregionevent      S     .     .     .
checklist_functionlevel                  SIUD  .     .     .
checklist_functionlevelevent             S     .     .     .
checklist_item                           S     S     S     S
checklist_itemtext                       S     S     S     S
checklist_progress                       SIUD  .     .     .
checklist_progressevent                  S     .     .     .
checklist_progressevidence               SIUD  .     .     .
checklist_progressevidenceevent          S     .     .     .
checklist_progressthread                 SIUD  .     .     .
checklist_progressthreadevent            S     .     .     .
checklist_qualification                  SIUD  .     .     .
checklist_qualificationevent             S     .     .     .
checklist_qualificationoffice            SIUD  .     .     .
checklist_qualificationofficeevent       S     .     .     .
checklist_resolution                     SIUD  .     .     .
checklist_resolutionevent                S     .     .     .
checklist_resolutionevidence             SIUD  .     .     .
checklist_resolutionevidenceevent        S     .     .     .
checklist_understanding                  SIUD  .     .     .
checklist_understandingevent             S     .     .     .
checklist_workshop                       SIUD  .     .     .
checklist_workshopevent                  S     .     .     .
checklist_workshopoffice                 SIUD  .     .     .
checklist_workshopofficeevent            S     .     .     .

assignments_assignment                   SIU   .     .     .
assignments_assignmentevent              S     .     .     .
assignments_assignmentevidence           SIUD  .     .     .
assignments_assignmentevidenceevent      S     .     .     .
assignments_assignmentoffice             SIUD  .     .     .
assignments_assignmentofficeevent        S     .     .     .
assignments_entry                        SI    .     .     .
assignments_entryevent                   S     .     .     .
assignments_milestone                    SIUD  .     .     .
assignments_milestoneevent               S     .     .     .
assignments_onbehalf                     SIUD  .     .     .
assignments_onbehalfevent                S     .     .     .

sozialraum_need                          SIU   .     .     .
sozialraum_needevent                     S     .     .     .
sozialraum_needentry                     SI    .     .     .
sozialraum_needentryevent                S     .     .     .
sozialraum_needoffice                    SIUD  .     .     .
sozialraum_needofficeevent               S     .     .     .
sozialraum_needregion                    SIUD  .     .     .
sozialraum_needregionevent               S     .     .     .
sozialraum_topic                         SIU   .     .     .
sozialraum_topicevent                    S     .     .     .
sozialraum_topicbody                     SIUD  .     .     .
sozialraum_topicbodyevent                S     .     .     .
sozialraum_topicfunding                  SIUD  .     .     .
sozialraum_topicfundingevent             S     .     .     .
sozialraum_topicoffice                   SIUD  .     .     .
sozialraum_topicofficeevent              S     .     .     .
sozialraum_topicregion                   SIUD  .     .     .
sozialraum_topicregionevent              S     .     .     .

pruefsteine_actorview                    SIUD  .     .     .
pruefsteine_actorviewevent               S     .     .     .
pruefsteine_consensus                    SIUD  .     .     .
pruefsteine_consensusassignment          SIUD  .     .     .
pruefsteine_consensusassignmentevent     S     .     .     .
pruefsteine_consensusevent               S     .     .     .
pruefsteine_consensusthread              SIUD  .     .     .
pruefsteine_consensusthreadevent         S     .     .     .
pruefsteine_dissent                      SIUD  .     .     .
pruefsteine_dissentevent                 S     .     .     .
pruefsteine_indicator                    SIUD  .     .     .
pruefsteine_indicatorevent               S     .     .     .
pruefsteine_operationalisation           SIUD  .     .     .
pruefsteine_operationalisationevent      S     .     .     .
pruefsteine_operationalisationoffice     SIUD  .     .     .
pruefsteine_operationalisationofficeevent S     .     .     .
pruefsteine_rating                       SIUD  .     .     .
pruefsteine_ratingevent                  S     .     .     .
pruefsteine_ratingevidence               SIUD  .     .     .
pruefsteine_ratingevidenceevent          S     .     .     .
pruefsteine_release                      SIUD  .     S     .
pruefsteine_releaseevent                 S     .     .     .
pruefsteine_round                        SIUD  .     .     .
pruefsteine_roundevent                   S     .     .     .
pruefsteine_roundpruefstein              SI    .     .     .
pruefsteine_roundpruefsteinevent         S     .     .     .
pruefsteine_selfassessment               SIUD  .     .     .
pruefsteine_selfassessmentevent          S     .     .     .
pruefsteine_statement                    SIUD  .     .     .
pruefsteine_statementevent               S     .     .     .

partners_actor                           SIU   .     .     .
partners_actorevent                      S     .     .     .
partners_actorevidence                   SIUD  .     .     .
partners_actorevidenceevent              S     .     .     .
partners_actorkind                       SIU   .     .     .
partners_actorkindevent                  S     .     .     .
partners_actortargetgroup                SIUD  .     .     .
partners_actortargetgroupevent           S     .     .     .
partners_actortheme                      SIUD  .     .     .
partners_actorthemeevent                 S     .     .     .
partners_columnmemory                    SIUD  .     .     .
partners_columnmemoryevent               S     .     .     .
partners_contactperson                   SIUD  .     .     .
partners_offer                           SIUD  .     .     .
partners_offerevent                      S     .     .     .
partners_pendingimport                   SIUD  .     .     .
partners_publication                     SIUD  S     .     .
partners_publicationevent                S     .     .     .
partners_searchword                      S     .     .     .
partners_targetgroup                     SIU   .     .     .
partners_targetgroupevent                S     .     .     .
partners_theme                           SIU   .     .     .
partners_themeevent                      S     .     .     .

partners_agendaitem                      SIUD  .     .     .
partners_agendaitemevent                 S     .     .     .
partners_body                            SIU   .     .     .
partners_bodyevent                       S     .     .     .
partners_bodykind                        SIU   .     .     .
partners_bodykindevent                   S     .     .     .
partners_bodymember                      SIUD  .     .     .
partners_bodymemberevent                 S     .     .     .
partners_bodyregion                      SIUD  .     .     .
partners_bodyregionevent                 S     .     .     .
partners_cooperation                     SIU   .     .     .
partners_cooperationevent                S     .     .     .
partners_cooperationevidence             SIUD  .     .     .
partners_cooperationevidenceevent        S     .     .     .
partners_meeting                         SIU   .     .     .
partners_meetingevent                    S     .     .     .
partners_meetingevidence                 SIUD  .     .     .
partners_meetingevidenceevent            S     .     .     .
partners_meetingpart                     SIUD  .     .     .
partners_meetingpartevent                S     .     .     .
partners_participation                   SIUD  .     .     .
partners_participationevent              S     .     .     .
partners_participationregion             SIUD  .     .     .
partners_participationregionevent        S     .     .     .
partners_signal                          SIU   .     .     .
partners_signalevent                     S     .     .     .
partners_signalanswer                    SI    .     .     .
partners_signalanswerevent               S     .     .     .
partners_signaloffice                    SIUD  .     .     .
partners_signalofficeevent               S     .     .     .
partners_signalregion                    SIUD  .     .     .
partners_signalregionevent               S     .     .     .

sozialraum_formername                    SIUD  .     .     .
sozialraum_formernameevent               S     .     .     .
sozialraum_fundingstream                 SIUD  .     .     .
sozialraum_fundingstreamevent            S     .     .     .
sozialraum_fundingstreamregion           SIUD  .     .     .
sozialraum_fundingstreamregionevent      S     .     .     .
sozialraum_programme                     SIU   .     .     .
sozialraum_programmeevent                S     .     .     .
sozialraum_requestevidence               SIUD  .     .     .
sozialraum_requestevidenceevent          S     .     .     .
sozialraum_servicerequest                SIU   .     .     .
sozialraum_servicerequestevent           S     .     .     .
sozialraum_site                          SIUD  .     .     .
sozialraum_siteevent                     S     .     .     .
sozialraum_siteunit                      SIUD  .     .     .
sozialraum_siteunitevent                 S     .     .     .
sozialraum_spatialunit                   SIUD  .     .     .
sozialraum_spatialunitevent              S     .     .     .
sozialraum_spatialunitregion             SIUD  .     .     .
sozialraum_spatialunitregionevent        S     .     .     .
sozialraum_officeprofile                 SIU   .     .     .
sozialraum_officeprofileevent            S     .     .     .
sozialraum_plan                          SIU   .     .     .
sozialraum_planevent                     S     .     .     .
sozialraum_planoffice                    SIUD  .     .     .
sozialraum_planofficeevent               S     .     .     .
sozialraum_planregion                    SIUD  .     .     .
sozialraum_planregionevent               S     .     .     .
sozialraum_profileevidence               SIUD  .     .     .
sozialraum_profileevidenceevent          S     .     .     .
sozialraum_figure                        SIUD  .     .     .
sozialraum_figureevent                   S     .     .     .
sozialraum_figureimport                  SI    .     .     .
sozialraum_figureimportevent             S     .     .     .
sozialraum_figurevalue                   SIUD  .     .     .
sozialraum_pendingfigures                SIUD  .     .     .
sozialraum_regionprofile                 SIU   .     .     .
sozialraum_regionprofileevent            S     .     .     .
sozialraum_regionprofileevidence         SIUD  .     .     .
sozialraum_regionprofileevidenceevent    S     .     .     .

overview_framework                       S     .     SIUD  .
overview_frameworknote                   SI    .     S     .
overview_goodpractice                    SIU   .     .     .
overview_goodpracticeevent               S     .     .     .
overview_minimumanswer                   SIU   .     S     .
overview_minimumanswerevent              S     .     .     .
overview_minimumproposal                 S     .     SIUD  .
overview_sharedpractice                  SID   .     S     .
overview_supportmessage                  SI    .     SI    .
overview_supportrequest                  SIU   .     S     .
overview_supportrequestevent             S     .     .     .
overview_wordingdraft                    .     .     SIUD  .

discussions_comment                      SI    .     .     .
discussions_commentevent                 S     .     .     .
discussions_thread                       SIU   .     .     .
discussions_threadevent                  S     .     .     .

evidence_evidence                        SIUD  .     .     .
evidence_evidenceevent                   S     .     .     .

reminders_calendarfeed                   .     SIUD  .     .
reminders_lastsweep                      S     SIU   .     S
reminders_mail                           .     SIUD  .     .
reminders_reminder                       SIUD  .     .     .
reminders_remindersettings               SIUD  .     .     .
reminders_remindersettingsevent          S     .     .     .

districts_address                        S     .     .     .
districts_businessarea                   SIUD  .     .     SI
districts_businessareaevent              S     .     .     .
districts_district                       SU    S     S     SIU
districts_districtgroupobjectpermission  SID   .     .     SID
districts_districtuserobjectpermission   .     .     .     .
districts_invitation                     SIUD  .     .     SIU
districts_invitationregion               SIUD  .     .     .
districts_membership                     SIU   S     .     SIU
districts_membershipevent                S     .     .     .
districts_membershipregion               SIUD  .     .     S
districts_membershipregionevent          S     .     .     .
districts_office                         SIUD  .     .     SI
districts_officeevent                    S     .     .     .
districts_officegroupobjectpermission    SID   .     .     SID
districts_officeuserobjectpermission     .     .     .     .
districts_relief                         SIUD  .     .     .
districts_region                         S     .     S     S
districts_statewidemembership            .     S     S     SIU
"""

ROLES = ("district", "login", "senate", "operator")
LETTERS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}

#: table -> role -> commands
MATRIX: dict[str, dict[str, frozenset[str]]] = {
    table: {
        role: frozenset(LETTERS[letter] for letter in letters if letter != ".")
        for role, letters in zip(ROLES, cells, strict=True)
    }
    for table, *cells in (line.split() for line in _LINES.strip().splitlines() if line.strip())
}

#: Tables some role reads without row-level security, and why that is right.
OPEN_TABLES = {
    "account_emailaddress": "sign-in, before any district; only the login role, asked by address",
    "account_emailconfirmation": "as above",
    "checklist_item": "the catalogue, the same for all; by its owner, publish_wording and agreed proposals",
    "checklist_itemtext": "as above",
    "auth_permission": "names of rights, the same for all",
    "django_content_type": "names of tables, the same for all",
    "django_session": "sign-in; only the login role, asked by a secret key",
}

#: SECURITY DEFINER functions beside the history triggers: name -> why it filters by the active district itself.
DEFINER_FUNCTIONS: dict[str, str] = {
    "actor_twins": "ids of the active district's actors like the one being typed; callers ask visible_to",
    "actors_alike": "ids of the active district's actors written nearly like some words; callers ask visible_to",
    "actors_found": "ids of the active district's actors that hold some words; callers ask visible_to",
    "assignments_due_districts": "numbers of the districts where an Auftrag is due soon or late, and nothing else",
    "needs_due_districts": "numbers of the districts where a Bedarf waits for somebody, and nothing else",
    "partners_due_districts": "numbers of the districts where an actor or a contact is to be looked at, nothing else",
    "partners_meetings_cooperations_due_districts": "numbers of the districts where a Sitzung or a Kooperation is due",
    "sozialraum_requests_due_districts": "numbers of the districts where an Anfrage waits for its answer, nothing else",
    "publish_wording": "a draft of the catalogue becomes the next wording of its point, for an editor; no tenant table",
    "pruefsteine_due_districts": "numbers of the districts where an answer, a round or a Stellungnahme is due",
    "reminders_districts_of": "numbers of the districts where one person waits for a reminder, and nothing else",
    "reminders_feed_owner": "whose calendar stands at a secret address, asked by the SHA-256 of the secret",
    "reminders_pending_districts": "numbers of the districts where a reminder waits, and nothing else",
    "senate_departments": "names of the Ressorts somebody belongs to on a day: whom a district may ask",
    "need_words_removed": "replaces kept words of the active district's Bedarf whose Hinweis lost its own",
    "signal_words_removed": "empties kept words of the active district's Hinweis that says so; answers nothing",
}

#: Views: none so far; each must be ``security_invoker``. name -> what it shows.
VIEWS: dict[str, str] = {}

#: Tenant tables without history, and why.
WITHOUT_HISTORY = {
    "checklist_concern": "anonymous: no history, no user, no time of day",
    "checklist_concernecho": "a number; a history would tell when somebody agreed",
    "districts_invitation": "holds the address of somebody who may never come; deleting must really remove it",
    "districts_invitationregion": "goes with its invitation",
    "districts_relief": "who asks for relief is personal: it must really go",
    "overview_frameworknote": "the district and the day: a history would keep who said so",
    "overview_sharedpractice": "a copy: what is taken back must really go; the example keeps that and when",
    "overview_supportmessage": "said is said: nobody changes or removes it, and a history would keep who wrote it",
    "partners_contactperson": "a person's name and address: deleting must really remove it",
    "partners_pendingimport": "a table on its way, with whatever stands in it: what is not taken over must really go",
    "partners_searchword": "single words of the search, written by triggers alone",
    "sozialraum_figurevalue": "statistics by the ten thousand: what was read in is kept per file (FigureImport)",
    "sozialraum_pendingfigures": "a file on its way: what is not taken over must really go",
    "reminders_reminder": "who was reminded of what is personal: it must really go when it is deleted",
    "districts_address": "a directory: written by imports alone",
    "districts_region": "a directory: written by imports alone, each with its version",
}

#: Unique indexes of tenant tables that do not begin with the district, and why they tell nothing.
UNIQUE_ACROSS_DISTRICTS = {
    "checklist_concernecho(topic_id)": "one to one, by a random key that a composite foreign key ties to the district",
    "districts_invitation(token_hash)": "SHA-256 of a random secret: nobody can ask for a value they do not have",
}

#: role -> may log in, inherits. None is a superuser, bypasses row-level security or creates roles.
ROLE_ATTRIBUTES = {
    "querlinie_owner": (True, True),
    "querlinie_login": (True, False),
    "querlinie_district": (False, True),
    "querlinie_senate": (False, True),
    "querlinie_operator": (False, True),
}

#: Who may become whom (SET), never inheriting and never handing on.
ROLE_MEMBERS = {
    ("querlinie_login", "querlinie_district"),
    ("querlinie_login", "querlinie_senate"),
    ("querlinie_login", "querlinie_operator"),
    ("querlinie_owner", "querlinie_district"),
    ("querlinie_owner", "querlinie_senate"),
    ("querlinie_owner", "querlinie_operator"),
    ("querlinie_owner", "querlinie_login"),
}
